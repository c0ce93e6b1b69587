import {eventTypes} from '@image-puller/shared/events';
import {summarizePuller} from '@image-puller/shared/health';
import {annotations} from '@image-puller/shared/names';
import {decideRefresh} from '@image-puller/shared/plan';
import {askRecord, observePuller, readNodes, readPlannedLanes} from '../observe/index.ts';
import {answering, done} from '../outcome.ts';
import {untilSettled} from '../settle.ts';
import type {Context, Outcome, Step} from '../step.ts';
import {tell} from '../tell/index.ts';

/**
 * Makes the nodes ask the registry again, when the interval has passed. It notes the time and a token on the
 * DaemonSet in one patch, and then rings apply, which builds the template by that note: the pods are rolled by the
 * update strategy, never deleted and made anew. A ring that is lost is made up for by the tick.
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
  const [main] = puller.lanes;
  if (main?.observed === undefined || main.ownership.is !== 'Ours')
    return done(`${main?.lane.name ?? name} is not there`);
  const {lane, observed} = main;
  const nodes = await readNodes(cluster);
  const lanes = await readPlannedLanes(puller.lanes, nodes, cluster);
  const {rolling} = summarizePuller(puller.config.images, lanes, nodes, now());
  const decision = decideRefresh(puller.config, observed, rolling, now());
  if (!decision.due) return done(`${lane.name}: ${decision.because}`);
  await cluster.patchDaemonSet(
    lane.name,
    {uid: observed.metadata.uid, resourceVersion: observed.metadata.resourceVersion},
    {annotations: {[annotations.lastRefresh]: decision.token, [annotations.refreshToken]: decision.token}},
  );
  await tell(
    puller.configMap,
    [{reason: 'RefreshStarted', message: `every node asks again for what DaemonSet ${lane.name} holds`}],
    context,
  );
  await context.publish({type: eventTypes.imageMoved, puller: {namespace: cluster.namespace, name}});
  return done(`${lane.name}: refreshed`);
}
