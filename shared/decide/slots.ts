import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {PullerConfig} from '../config/index.ts';
import {countStuck, type NodePods, type PodView} from '../health/index.ts';
import type {Lane, Slots} from '../lanes/index.ts';
import {countSlots, resolveLimit} from './limit.ts';

/** A DaemonSet and what there is of its rollout. */
export interface Wave {
  readonly lane: Pick<Lane, 'limit' | 'isHeldBack'>;
  readonly daemonSet: DaemonSet;
  readonly pods: readonly PodView[];
  /** Those on nodes that are Ready. */
  readonly byNode: NodePods;
  /** It is not as it should be yet: its limit may still be the one from before. */
  readonly isDue: boolean;
}

/**
 * Finds out whether one more DaemonSet of a puller may begin to pull without that more than `ROLLOUT_MAX_NODES` nodes do:
 * whether those that are under way keep to their shares by now. A share that has become less ends no pull.
 *
 * @param lanes main first
 */
export function assessSlots(
  {rolloutMaxNodes}: Pick<PullerConfig, 'rolloutMaxNodes'>,
  lanes: readonly Wave[],
  now: Date,
): Slots {
  const wanted = lanes[0]?.daemonSet.status?.desiredNumberScheduled ?? 0;
  if (wanted <= resolveLimit(rolloutMaxNodes, wanted)) return 'all';
  return lanes.every(lane => lane.lane.isHeldBack || isNarrow(lane, now)) ? 'free' : 'taken';
}

function isNarrow({lane, daemonSet, pods, byNode, isDue}: Wave, now: Date): boolean {
  const {desiredNumberScheduled: wanted = 0, updatedNumberScheduled: updated = 0} = daemonSet.status ?? {};
  const pulling = [...byNode.values()].filter(pods =>
    pods.some(({containers}) => containers.some(({state}) => state === 'pulling')),
  );
  const free = updated < wanted ? countSlots(daemonSet, wanted) - countStuck(pods, byNode, now).all : 0;
  return !isDue && Math.max(pulling.length, free) <= resolveLimit(lane.limit, wanted);
}
