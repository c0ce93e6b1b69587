import {findLastMove, roomPatience} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {countUnmade, leavesRoom} from '@image-puller/shared/refusal';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type PlannedLane, readRefusal, readRelease} from '../observe/index.ts';
import type {Context} from '../step.ts';
import {sayPodsRefused, tell} from '../tell/index.ts';

/**
 * Tells why pods of a DaemonSet are refused, if they are.
 *
 * @returns on how many nodes a quota keeps the new pod out, but would let it in once the old one has gone. None while a
 *   node without any pod waits too: it would get the place, and the other node's images would be let go of.
 */
export async function noteRefusal(configMap: Live<ConfigMap>, lane: PlannedLane, context: Context): Promise<number> {
  const refusal = await readRefusal(lane, context);
  if (refusal === undefined) return 0;
  const {daemonSet, pods} = lane;
  const {missing, old} = countUnmade(daemonSet, pods);
  await tell(configMap, [sayPodsRefused(daemonSet.metadata.name, missing + old, refusal)], context);
  const isPatient = context.now().getTime() - findLastMove(daemonSet, pods) < roomPatience;
  if (!refusal.cause.isRoom || missing > 0 || isPatient) return 0;
  const released = await readRelease(daemonSet, context);
  return released !== undefined && leavesRoom(refusal.words, released) ? old : 0;
}
