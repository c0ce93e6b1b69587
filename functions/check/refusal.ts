import {findLastMove, roomPatience} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {countUnmade, leavesRoom, type Refusal} from '@image-puller/shared/refusal';
import {sayPodsRefused} from '@image-puller/shared/tell';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type PlannedLane, readRefusal, readRelease} from '../observe/index.ts';
import type {Context} from '../step.ts';
import {tell} from '../tell/index.ts';

/** What the API server makes of the pods of a rollout. */
export interface Admission {
  /** Nodes where a quota keeps the new pod out, but would let it in once the old one has gone. */
  readonly refused: number;
  /** It took one, or nothing was heard of a refusal in all the time in which one could have been made. */
  readonly isAdmitted: boolean;
}

/** Finds out whether pods of a DaemonSet are refused, and tells why. */
export async function noteRefusal(configMap: Live<ConfigMap>, lane: PlannedLane, context: Context): Promise<Admission> {
  const {daemonSet, pods} = lane;
  const refusal = await readRefusal(lane, context);
  const isStill = context.now().getTime() - findLastMove(daemonSet, pods) >= roomPatience;
  if (refusal === undefined) {
    const {updatedNumberScheduled = 0} = daemonSet.status ?? {};
    return {refused: 0, isAdmitted: updatedNumberScheduled > 0 || isStill};
  }
  const {missing, old} = countUnmade(daemonSet, pods);
  await tell(configMap, [sayPodsRefused(daemonSet.metadata.name, missing + old, refusal)], context);
  // A node without any pod would get the place that another one gives back, whose images would be let go of.
  const mayGo = isStill && missing === 0 && (await wouldFit(refusal, lane, context));
  return {refused: mayGo ? old : 0, isAdmitted: false};
}

async function wouldFit({cause, words}: Refusal, {daemonSet}: PlannedLane, context: Context): Promise<boolean> {
  const released = cause.isRoom ? await readRelease(daemonSet, context) : undefined;
  return released !== undefined && leavesRoom(words, released);
}
