import {describeForeign, type ForeignContainer} from './foreign.ts';
import type {PodView} from './pod-view.ts';
import {rankReasons} from './reasons.ts';
import {roomPatience} from './stuck.ts';

/** Nodes on which all of a pod's images run, and containers that are none of ours keep it from being Ready. */
export interface BlockedNodes {
  readonly nodes: number;
  /** Those of them where it fails, or has lasted longer than a start takes. */
  readonly lasting: number;
  /** Such as `container istio-proxy: not found: ErrImagePull: ... (3 nodes)`, most frequent first; at most five. */
  readonly reasons: readonly string[];
}

/**
 * Counts the nodes where pods of ours are kept from being Ready. Kubernetes replaces a pod that is not Ready at once, in
 * whatever change, with all that it holds: so images in such pods are held, and are not safe.
 *
 * @param nodes for each eligible node with a pod, the pods of each DaemonSet there, oldest first
 */
export function countBlocked(nodes: readonly (readonly (readonly PodView[])[])[], now: Date): BlockedNodes {
  const blocked = nodes.flatMap(lanes => lanes.flatMap(pods => findBlocked(pods) ?? []).slice(0, 1));
  return {
    nodes: blocked.length,
    lasting: blocked.filter(pod => isLasting(pod, now.getTime())).length,
    reasons: rankReasons(blocked.flatMap(({foreign}) => foreign.map(describeForeign))),
  };
}

/** The pod of a DaemonSet on one node that runs all of its images and is kept from being Ready; none where one is Ready. */
const findBlocked = (pods: readonly PodView[]): PodView | undefined =>
  pods.some(({ready}) => ready) ? undefined : pods.find(isBlocked);

const isBlocked = ({foreign, containers}: PodView): boolean =>
  foreign.length > 0 && containers.every(({state}) => state === 'running');

const isLasting = ({foreign, createdAt}: PodView, now: number): boolean =>
  now - createdAt >= roomPatience || foreign.some(({failure}: ForeignContainer) => failure !== undefined);
