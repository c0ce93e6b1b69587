import {decideRefresh} from '@image-puller/shared/decide';
import {eventTypes} from '@image-puller/shared/events';
import {summarizePuller} from '@image-puller/shared/health';
import {sayProbeRefused} from '@image-puller/shared/tell';
import {askRecord, observePuller, readNodes, readPlannedLanes, readProbes} from '../observe/index.ts';
import {answering, done} from '../outcome.ts';
import {untilSettled} from '../settle.ts';
import type {Context, Outcome, Step} from '../step.ts';
import {tell} from '../tell/index.ts';
import {deleteProbes, missProbe, putOff, rollAll, useProbes} from './note.ts';
import {isOfNow, sendProbes} from './probe.ts';

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
  // One that was asked for asks, too, where no time ever makes one due.
  const asks = puller.config.refreshPolicy !== 'always';
  const out = await readProbes(puller, context);
  const probes = out.filter(probe => asks && isOfNow(probe, plan));
  await deleteProbes(
    out.filter(probe => !probes.includes(probe)),
    context,
  );
  if (probes.some(({isOver}) => !isOver)) return done(`${plan.lane.name}: a probe is out`);

  const nodes = await readNodes(cluster);
  const lanes = await readPlannedLanes(puller.lanes, nodes, cluster);
  const [main] = lanes;
  if (main === undefined) return done(`${plan.lane.name} is not there`);
  const {rolling} = summarizePuller(puller.config.images, lanes, nodes, now());
  const decision = decideRefresh(puller.config, plan.observed, rolling, now());
  if (!decision.due) {
    await deleteProbes(probes, context);
    return done(`${plan.lane.name}: ${decision.because}`);
  }
  const request = decision.request?.text;
  if (!asks) return await rollAll(puller, main, {token: decision.token, request}, context);
  if (probes.length > 0) return await useProbes(puller, main, probes, nodes, context);
  const {sent, refusal} = await sendProbes(puller, main, nodes, request, context);
  if (sent === 0) {
    return refusal === undefined
      ? await missProbe(puller, main, request, context)
      : await putOff(puller, main, {refusal, request}, context);
  }
  if (refusal !== undefined) await tell(puller.configMap, [sayProbeRefused(plan.lane.name, refusal)], context);
  context.publish({type: eventTypes.phaseOpen, puller: {namespace: cluster.namespace, name}});
  return done(`${plan.lane.name}: ${sent} ${sent === 1 ? 'probe' : 'probes'} sent`);
}
