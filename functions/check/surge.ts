import {formatSurge, parseSurge} from '@image-puller/shared/daemonset';
import {decideSurge} from '@image-puller/shared/decide';
import {countStuck} from '@image-puller/shared/health';
import {annotations} from '@image-puller/shared/names';
import {sayNoRoom} from '@image-puller/shared/tell';
import type {PlannedLane, PlannedPuller} from '../observe/index.ts';
import type {Context} from '../step.ts';
import {tell} from '../tell/index.ts';
import type {Admission} from './refusal.ts';

/**
 * Notes on a DaemonSet how its rollout goes on where nodes have no room for a second pod, and tells when it is without
 * a surge; with a priority class that evicts, that it may go on from its first node. apply builds the strategy by that note.
 *
 * @returns whether there was something to note: then apply has something to do
 */
export async function noteSurge(
  {configMap, evicts}: PlannedPuller,
  {daemonSet, plan: {lane, action, template}, pods, byNode}: PlannedLane,
  {refused, isAdmitted}: Admission,
  context: Context,
): Promise<boolean> {
  // What is about to be changed begins another rollout.
  if (action.do !== 'nothing') return false;
  const {name, uid, annotations: known} = daemonSet.metadata;
  const stuck = countStuck(pods, byNode, context.now());
  const noted = parseSurge(known?.[annotations.surge]);
  const surge = decideSurge({evicts, limit: lane.limit, daemonSet, template, stuck, refused, isAdmitted, noted});
  if (surge === undefined) return false;
  await context.cluster.patchDaemonSet(name, {uid}, {annotations: {[annotations.surge]: formatSurge(surge)}});
  const isForced = evicts === 'no' && surge.nodes === 0;
  if (isForced) await tell(configMap, [sayNoRoom(name, {...stuck, refused})], context);
  return true;
}
