import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {findLastMove, isOfTemplate, isStuck, type NodePods, type PodView, roomPatience} from '../health/index.ts';
import {resolveLimit} from './limit.ts';

/** What the pace of a rollout is decided by. */
export interface PaceFacts {
  /** The lane's share of `ROLLOUT_MAX_NODES`. */
  readonly limit: number | string;
  readonly daemonSet: DaemonSet;
  /** Another template is about to be written: all pods are of an older one. */
  readonly isChanging: boolean;
  /** Its pods, those that are being deleted left out. */
  readonly pods: readonly PodView[];
  /** Those of them on nodes that are Ready. */
  readonly byNode: NodePods;
  readonly now: Date;
}

/** How a rollout goes on whose waves Kubernetes would not keep to. */
export interface Pace {
  /** We replace its pods ourselves, by the strategy `OnDelete`. */
  readonly isOurs: boolean;
  /** By node, the pods that are to be replaced now or later, none of which is Ready; none where it is not ours. */
  readonly due: NodePods;
  /** Those whose turn it is. */
  readonly replace: readonly PodView[];
}

/** Kubernetes' own waves. */
export const byKubernetes: Pace = {isOurs: false, due: new Map(), replace: []};

/**
 * Decides whether we pace a rollout ourselves, and by which pods it goes on.
 *
 * The DaemonSet controller replaces a pod that is not Ready at once, whatever the strategy says (rollingUpdate in Kubernetes'
 * pkg/controller/daemon). Where that would be more nodes than may pull, since a container that is not ours keeps all pods
 * from being Ready, or all of them failed so far, it is told to replace nothing (`OnDelete`), and we delete as many pods as
 * the limit has places. When no such node is left, and none is at work, the waves are Kubernetes' again.
 */
export function decidePace({limit, daemonSet, isChanging, pods, byNode, now}: PaceFacts): Pace {
  const wanted = daemonSet.status?.desiredNumberScheduled ?? 0;
  const most = resolveLimit(limit, wanted);
  const isNew = (pod: PodView) => !isChanging && isOfTemplate(daemonSet, pod);
  const due = new Map([...byNode].filter(([, pods]) => pods.every(pod => !pod.ready && !isNew(pod))));
  if (isChanging) return due.size > most ? {isOurs: true, due, replace: []} : byKubernetes;
  if (!isOnDelete(daemonSet)) return byKubernetes;
  const atWork = new Set(
    [...byNode].filter(([, pods]) => pods.some(pod => isAtWork(pod, isNew(pod), now))).map(([node]) => node),
  );
  // Where a pod was deleted the next one is about to come, unless something keeps it out.
  const isStill = now.getTime() - findLastMove(daemonSet, pods) >= roomPatience;
  const empty = isStill ? 0 : Math.max(0, wanted - new Set(pods.map(({node}) => node)).size);
  // Kubernetes would not count those that are at work yet among its waves.
  if (due.size + atWork.size + empty === 0) return byKubernetes;
  // A node that is at work already is none more, whatever it works at next.
  const inTurn = [...due].toSorted(([a], [b]) => Number(atWork.has(b)) - Number(atWork.has(a)));
  const free = Math.max(0, most - atWork.size - empty);
  const places = inTurn.filter(([node]) => atWork.has(node)).length + free;
  return {isOurs: true, due, replace: inTurn.slice(0, places).flatMap(([, pods]) => pods)};
}

/** Does Kubernetes replace no pod of it by itself? We alone write that, for a rollout that we pace. */
export const isOnDelete = ({spec}: DaemonSet): boolean => spec?.updateStrategy?.type === 'OnDelete';

/** Does it pull, or is it about to? A new pod that waits will pull in a moment. */
const isAtWork = (pod: PodView, isNew: boolean, now: Date): boolean =>
  !pod.ready &&
  pod.containers.some(({state}) => state === 'pulling' || (isNew && state !== 'running')) &&
  !isStuck(pod, now.getTime());
