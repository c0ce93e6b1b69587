import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {countSlots} from '../decide/index.ts';
import {isObserved, type PodView} from '../health/index.ts';

/** Nodes for which the controller of a DaemonSet should have made a pod by now. */
export interface UnmadePods {
  /** They have no pod. */
  readonly missing: number;
  /** They have the old one alone, and the rollout has a place for the new one. */
  readonly old: number;
}

/**
 * Counts them by the DaemonSet's status and its pods. A rollout takes a place for each node where a pod is not Ready, or
 * beside another one.
 */
export function countUnmade(daemonSet: DaemonSet, pods: readonly PodView[]): UnmadePods {
  const {status} = daemonSet;
  if (status === undefined || !isObserved(daemonSet)) return {missing: 0, old: 0};
  const {
    desiredNumberScheduled: desired,
    currentNumberScheduled: current,
    updatedNumberScheduled: updated = 0,
  } = status;
  const missing = Math.max(0, desired - current);
  const nodes = [...Map.groupBy(pods, ({node}) => node).values()];
  const beside = nodes.filter(({length}) => length > 1).length;
  const starting = nodes.filter(onNode => onNode.length === 1 && onNode.every(({ready}) => !ready)).length;
  const isFull = missing + beside + starting >= countSlots(daemonSet, desired);
  return {missing, old: isFull ? 0 : Math.max(0, desired - updated - missing - beside)};
}
