import {eventTypes} from '@image-puller/shared/events';
import {type NodesView, summarizePuller} from '@image-puller/shared/health';
import {annotations} from '@image-puller/shared/names';
import {decideRefresh} from '@image-puller/shared/plan';
import {
  askRecord,
  observePuller,
  type PlannedLane,
  type PlannedPuller,
  type Probe,
  readNodes,
  readPlannedLanes,
  readProbes,
} from '../observe/index.ts';
import {answering, done} from '../outcome.ts';
import {untilSettled} from '../settle.ts';
import type {Context, Outcome, Step} from '../step.ts';
import {sayProbed, type Told, tell} from '../tell/index.ts';
import {assessProbes, buildNote, sendProbes} from './probe.ts';

/**
 * Finds out whether nodes hold what their tags mean by now, when the interval has passed, and makes them ask the registry
 * again where they do not. By the policy `digest` a probe on one node asks first; by `always` all ask.
 *
 * It notes the time and a token on the DaemonSet in one patch, and then rings apply, which builds the template by that
 * note: the pods are rolled by the update strategy, never deleted and made anew. A ring that is lost is made up for by the
 * tick, and check rings again while a probe is out.
 */
export const refresh: Step = answering(async ({type, object}, context) => {
  if (object === undefined) return {result: 'malformed', reason: `a ${type} for refresh names no object`};
  if (object.namespace !== context.cluster.namespace) return done('in another namespace');
  return await untilSettled(() => refreshPuller(object.name, context));
});

async function refreshPuller(name: string, context: Context): Promise<Outcome> {
  const {cluster, now} = context;
  const puller = await observePuller(name, askRecord, context);
  if (puller.is !== 'planned') return done(`${name}: ${puller.is === 'none' ? 'no puller' : 'rejected'}`);

  // What is held apart fails, and is tried again by the kubelet.
  const [plan] = puller.lanes;
  if (plan?.observed === undefined || plan.ownership.is !== 'Ours')
    return done(`${plan?.lane.name ?? name} is not there`);
  const probes = await readProbes(puller, cluster);
  const asks = puller.config.refreshPolicy === 'digest';
  if (asks && probes.some(({isOver}) => !isOver)) return done(`${plan.lane.name}: a probe is out`);

  const nodes = await readNodes(cluster);
  const lanes = await readPlannedLanes(puller.lanes, nodes, cluster);
  const [main] = lanes;
  if (main === undefined) return done(`${plan.lane.name} is not there`);
  const {rolling} = summarizePuller(puller.config.images, lanes, nodes, now());
  const decision = decideRefresh(puller.config, plan.observed, rolling, now());
  if (!decision.due || !asks) await deleteProbes(probes, context);
  if (!decision.due) {
    return done(`${plan.lane.name}: ${decision.because}`);
  }
  if (!asks) return await rollAll(puller, main, decision.token, context);
  if (probes.length > 0) return await useProbes(puller, main, probes, nodes, context);
  const sent = await sendProbes(puller, main, nodes, context);
  if (sent === 0) return await missProbe(puller, main, context);
  await context.publish({type: eventTypes.phaseOpen, puller: {namespace: cluster.namespace, name}});
  return done(`${plan.lane.name}: ${sent} ${sent === 1 ? 'probe' : 'probes'} sent`);
}

async function useProbes(
  puller: PlannedPuller,
  main: PlannedLane,
  probes: readonly Probe[],
  nodes: NodesView | undefined,
  context: Context,
): Promise<Outcome> {
  const finding = assessProbes(probes, main, nodes);
  if (finding.isMiss) {
    await deleteProbes(probes, context);
    return await missProbe(puller, main, context);
  }
  const {lane} = main.plan;
  await note(main, buildNote(finding, context.now(), main), context);
  await finish(puller, finding.token !== undefined, sayProbed(lane, finding), context);
  await deleteProbes(probes, context);
  const moved = finding.moved.map(({name}) => name).join(', ');
  return done(`${lane.name}: ${moved === '' ? 'nothing moved' : `${moved} moved`}`);
}

/** Probes without an answer in a row, before all nodes are made to ask. */
const mostMisses = 3;

/** Nobody could be asked, or nobody answered. After some intervals all nodes ask, in waves. */
async function missProbe(puller: PlannedPuller, main: PlannedLane, context: Context): Promise<Outcome> {
  const misses = Number(main.daemonSet.metadata.annotations?.[annotations.probeMisses] ?? 0) + 1;
  const time = context.now().toISOString();
  if (misses >= mostMisses) return await rollAll(puller, main, time, context);
  await note(main, {[annotations.lastRefresh]: time, [annotations.probeMisses]: String(misses)}, context);
  return done(`${main.plan.lane.name}: no node answered`);
}

async function rollAll(puller: PlannedPuller, main: PlannedLane, token: string, context: Context): Promise<Outcome> {
  const {name} = main.plan.lane;
  const known = main.daemonSet.metadata.annotations ?? {};
  const time = {[annotations.lastRefresh]: token, [annotations.refreshToken]: token};
  await note(main, {...time, ...(annotations.probeMisses in known && {[annotations.probeMisses]: null})}, context);
  const message = `every node asks again for what DaemonSet ${name} holds`;
  await finish(puller, true, [{reason: 'RefreshStarted', message}], context);
  return done(`${name}: refreshed`);
}

async function note({daemonSet}: PlannedLane, keys: Readonly<Record<string, string | null>>, {cluster}: Context) {
  const {name, uid, resourceVersion} = daemonSet.metadata;
  await cluster.patchDaemonSet(name, {uid, resourceVersion}, {annotations: keys});
}

async function finish({configMap}: PlannedPuller, hasMoved: boolean, told: readonly Told[], context: Context) {
  await tell(configMap, told, context);
  if (!hasMoved) return;
  const puller = {namespace: context.cluster.namespace, name: configMap.metadata.name};
  await context.publish({type: eventTypes.imageMoved, puller});
}

/** They are their ConfigMap's, in case this fails. */
async function deleteProbes(probes: readonly Probe[], {cluster}: Context): Promise<void> {
  for (const {pod} of probes) await cluster.deletePod(pod.metadata.name, {uid: pod.metadata.uid});
}
