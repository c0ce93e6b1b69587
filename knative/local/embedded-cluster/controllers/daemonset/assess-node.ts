import {isAvailable, type StoredDaemonSet, type StoredNode, type StoredPod} from '../base/index.ts';
import {findBoundNode, findUntoleratedTaint, matchesNodeAffinity} from '../scheduling/index.ts';
import {buildTolerations} from './tolerations.ts';

/** Whether a DaemonSet wants a pod on a node, and whether a pod that is there may stay. */
export interface Wish {
  readonly run: boolean;
  readonly stay: boolean;
}

/**
 * What a DaemonSet wants of a node. A taint without toleration keeps new pods away, and evicts those there only when
 * its effect is NoExecute; a node that doesn't match the selector or the affinity loses its pod.
 */
export function assessNode(daemonSet: StoredDaemonSet, node: StoredNode): Wish {
  const spec = daemonSet.spec.template.spec ?? {containers: []};
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return {run: false, stay: false};
  if (!matchesNodeAffinity(spec, node)) return {run: false, stay: false};
  const taints = node.spec?.taints ?? [];
  const tolerations = buildTolerations(spec);
  if (findUntoleratedTaint(taints, tolerations, ['NoSchedule', 'NoExecute']) === undefined) {
    return {run: true, stay: true};
  }
  return {run: false, stay: findUntoleratedTaint(taints, tolerations, ['NoExecute']) === undefined};
}

/** A DaemonSet and what it sees: all that its decisions are made from. */
export interface View {
  readonly daemonSet: StoredDaemonSet;
  /** The hash of its template: what its updated pods carry as `controller-revision-hash`. */
  readonly hash: string;
  readonly nodes: readonly StoredNode[];
  /** Its own pods, those that are being deleted included. */
  readonly pods: readonly StoredPod[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The pods of each node, oldest first. A pod that is not scheduled yet belongs to the node that its affinity names. */
export function groupByNode(pods: readonly StoredPod[]): ReadonlyMap<string, readonly StoredPod[]> {
  const groups = new Map<string, StoredPod[]>();
  for (const pod of pods.toSorted(byAge)) {
    const node = pod.spec.nodeName ?? findBoundNode(pod.spec.affinity);
    if (node === undefined) continue;
    groups.set(node, [...(groups.get(node) ?? []), pod]);
  }
  return groups;
}

/** Scheduled pods first, then by creation, then by name. */
function byAge(a: StoredPod, b: StoredPod): number {
  const scheduled = Number(Boolean(b.spec.nodeName)) - Number(Boolean(a.spec.nodeName));
  const created = Date.parse(a.metadata.creationTimestamp) - Date.parse(b.metadata.creationTimestamp);
  return scheduled || created || (a.metadata.name < b.metadata.name ? -1 : 1);
}

/** Whether a pod is of the present template: by its hash, or by the generation that the API server counts. */
export function isUpdated(pod: StoredPod, {daemonSet, hash}: Pick<View, 'daemonSet' | 'hash'>): boolean {
  const labels = pod.metadata.labels ?? {};
  const generation = daemonSet.metadata.annotations?.['deprecated.daemonset.template.generation'];
  return (
    labels['controller-revision-hash'] === hash ||
    (generation !== undefined && labels['pod-template-generation'] === generation)
  );
}

/** Whether a pod of this DaemonSet has been Ready for long enough. */
export function isPodAvailable(pod: StoredPod, {daemonSet, now}: Pick<View, 'daemonSet' | 'now'>): boolean {
  return isAvailable(pod, daemonSet.spec.minReadySeconds ?? 0, now);
}
