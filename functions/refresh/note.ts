import {eventTypes} from '@image-puller/shared/events';
import type {NodesView} from '@image-puller/shared/health';
import {annotations} from '@image-puller/shared/names';
import type {PlannedLane, PlannedPuller, Probe} from '../observe/index.ts';
import {done} from '../outcome.ts';
import type {Context, Outcome} from '../step.ts';
import {sayProbed, type Told, tell} from '../tell/index.ts';
import {assessProbes, buildNote} from './probe.ts';

/** The probes have been answered, or are over: what moved is rolled. */
export async function useProbes(
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
export async function missProbe(puller: PlannedPuller, main: PlannedLane, context: Context): Promise<Outcome> {
  const misses = Number(main.daemonSet.metadata.annotations?.[annotations.probeMisses] ?? 0) + 1;
  const time = context.now().toISOString();
  if (misses >= mostMisses) return await rollAll(puller, main, time, context);
  await note(main, {[annotations.lastRefresh]: time, [annotations.probeMisses]: String(misses)}, context);
  return done(`${main.plan.lane.name}: no node answered`);
}

/** Every node asks again. */
export async function rollAll(
  puller: PlannedPuller,
  main: PlannedLane,
  token: string,
  context: Context,
): Promise<Outcome> {
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
export async function deleteProbes(probes: readonly Probe[], {cluster}: Context): Promise<void> {
  for (const {pod} of probes) await cluster.deletePod(pod.metadata.name, {uid: pod.metadata.uid});
}
