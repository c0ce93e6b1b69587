import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Evicts, Surge} from '../daemonset/index.ts';
import type {StuckNodes} from '../health/index.ts';
import {countNodes} from './limit.ts';

/** What the surge of a rollout is decided by. */
export interface SurgeFacts {
  readonly evicts: Evicts;
  /** The lane's share of `ROLLOUT_MAX_NODES`. */
  readonly limit: number | string;
  /** In sync with the configuration. */
  readonly daemonSet: DaemonSet;
  /** The hash of its template. */
  readonly template: string;
  /** Nodes whose old pod stays because its successor has no room beside it, or fails. */
  readonly stuck: Pick<StuckNodes, 'withoutRoom' | 'down' | 'all'>;
  /** Nodes whose successor a quota keeps out, for as long as the old pod is there. */
  readonly refused: number;
  /** The API server takes pods of this template, as far as was tried. */
  readonly isAdmitted: boolean;
  /** What was decided for this or another template before. */
  readonly noted: Surge | undefined;
}

/**
 * Decides how a rollout goes on that meets nodes without room for a second pod, or where that fails and pulls no more.
 * Such a node takes a place among those that may surge, for ever (one whose pod a quota keeps out does not). So the limit grows by as many, in steps of half a wave,
 * that writes do not grow with nodes; and when only nodes without room are left, this template goes on without a surge: the
 * old pod goes, and the new one has its room.
 *
 * When they get on after all, or the lane's share is less than it was, the limit shrinks again.
 *
 * A node that is down is not waited for: on a large fleet there is nearly always one.
 *
 * A node on which an image of the new template fails is left too, so that a bad image never costs a good one its holder.
 *
 * With a priority class that evicts, or may, there is no surge at all, and the first node is alone until its pod is admitted.
 *
 * @returns what is to be noted; undefined where all stays as it is
 */
export function decideSurge({
  evicts,
  limit,
  daemonSet,
  template,
  stuck,
  refused,
  isAdmitted,
  noted,
}: SurgeFacts): Surge | undefined {
  const {
    desiredNumberScheduled: desired = 0,
    updatedNumberScheduled: updated = 0,
    observedGeneration,
  } = daemonSet.status ?? {};
  const isStale = observedGeneration !== daemonSet.metadata?.generation;
  const base = countNodes(limit, desired);
  const present = noted?.template === template ? noted.nodes : base;
  if (isStale || present === 0) return undefined;
  if (evicts !== 'no') return isAdmitted ? {template, nodes: 0} : undefined;
  const withoutRoom = stuck.withoutRoom + refused;
  if (withoutRoom > 0 && withoutRoom + stuck.down >= desired - updated) return {template, nodes: 0};
  const free = present - stuck.all;
  if (free > base && updated < desired) return {template, nodes: base + stuck.all};
  return free < base / 2 && present < desired ? {template, nodes: base + stuck.all} : undefined;
}
