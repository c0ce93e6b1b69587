import {findLastMove, roomPatience} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {type Amounts, countPod, countUnmade, findRefusal, leastOf, type Refusal} from '@image-puller/shared/refusal';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Pod} from 'kubernetes-types/core/v1';
import {ApiError} from '../cluster/index.ts';
import type {Context} from '../step.ts';
import {isControlledBy, type LaneView} from './pods.ts';

/** Before the controller of a DaemonSet is asked why it makes no pod, in milliseconds: it usually is about to. */
const patience = 10_000;

/**
 * Finds out why pods of a DaemonSet that should be there are not: by the Events of its controller, which are read only
 * where something is missing and nothing has moved for a while.
 *
 * @returns undefined where nothing is refused, and where we may not list Events: then the log says so
 */
export async function readRefusal(
  {daemonSet, pods}: LaneView,
  {cluster, now, warn}: Context,
): Promise<Refusal | undefined> {
  const {missing, old} = countUnmade(daemonSet, pods);
  const since = findLastMove(daemonSet, pods);
  if (missing + old === 0 || now().getTime() - since < patience) return undefined;
  try {
    return findRefusal(await cluster.listEvents(daemonSet.metadata.uid, {reason: 'FailedCreate'}), since);
  } catch (error) {
    if (!(error instanceof ApiError) || error.failure !== 'forbidden') throw error;
    warn(`could not find out why pods are missing: ${error.message}`);
    return undefined;
  }
}

/**
 * What any pod of a DaemonSet gives back when it goes. Undefined while one of them goes or has just become Ready: then
 * the rollout gets on.
 */
export async function readRelease(daemonSet: Live<DaemonSet>, {cluster, now}: Context): Promise<Amounts | undefined> {
  const {selector, template} = daemonSet.spec ?? {};
  const containers = template?.spec?.containers.length ?? 1;
  let least: Amounts | undefined;
  for await (const page of cluster.pagesOfPods(selector?.matchLabels ?? {}, containers)) {
    const own = page.filter(pod => isControlledBy(pod, daemonSet));
    if (own.some(pod => isMoving(pod, now().getTime()))) return undefined;
    for (const {spec} of own) least = least === undefined ? countPod(spec) : leastOf(least, countPod(spec));
  }
  return least;
}

function isMoving({metadata, status}: Live<Pod>, now: number): boolean {
  const ready = status?.conditions?.find(({type}) => type === 'Ready');
  const since = Date.parse(ready?.lastTransitionTime ?? '') || 0;
  return metadata.deletionTimestamp !== undefined || now - since < roomPatience;
}
