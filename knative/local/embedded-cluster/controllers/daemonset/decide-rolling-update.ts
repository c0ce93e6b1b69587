import type {StoredPod} from '../base/index.ts';
import {assessNode, groupByNode, isPodAvailable, isUpdated, type View} from './assess-node.ts';
import type {Decision} from './decide-pods.ts';
import {readLimits} from './limits.ts';

/** The pods of one node that are not being deleted, at most one old and one new; else `crowded`. */
type NodePods =
  | {readonly crowded: true}
  | {readonly crowded: false; readonly oldPod: StoredPod | undefined; readonly newPod: StoredPod | undefined};

interface Candidate {
  readonly node: string;
  readonly pods: NodePods;
  /** Whether the DaemonSet wants a pod there. */
  readonly wanted: boolean;
}

/**
 * The next step of a rolling update, once every node has the pods it should have ({@link decidePods}): which old pods
 * go, and on which nodes a new one starts beside the old. Follows rollingUpdate in Kubernetes' pkg/controller/daemon.
 */
export function decideRollingUpdate(view: View): Decision {
  const groups = groupByNode(view.pods);
  const candidates = view.nodes
    .map(node => {
      const {name} = node.metadata;
      const wanted = assessNode(view.daemonSet, node).run;
      return {node: name, pods: sortOut(view, groups.get(name) ?? []), wanted, present: groups.has(name)};
    })
    .filter(({wanted, present}) => wanted || present);
  const desired = candidates.filter(({wanted}) => wanted).length;
  const {maxSurge, maxUnavailable} = readLimits(view.daemonSet.spec, desired);
  return maxSurge === 0
    ? decideReplacements(view, candidates, maxUnavailable)
    : decideSurge(view, candidates, maxSurge, desired);
}

/**
 * Without surge an old pod makes room for its successor. One that isn't available goes at once; of the others so many
 * that no more than `maxUnavailable` nodes are without an available pod.
 */
function decideReplacements(view: View, candidates: readonly Candidate[], maxUnavailable: number): Decision {
  const unavailable: StoredPod[] = [];
  const available: StoredPod[] = [];
  let without = 0;
  for (const {pods} of candidates) {
    if (pods.crowded || (pods.oldPod === undefined) === (pods.newPod === undefined)) {
      // decidePods will put this in order; until then the node counts as one without.
      without += 1;
    } else if (pods.newPod !== undefined) {
      if (!isPodAvailable(pods.newPod, view)) without += 1;
    } else if (pods.oldPod !== undefined && isPodAvailable(pods.oldPod, view)) {
      available.push(pods.oldPod);
    } else if (pods.oldPod !== undefined) {
      unavailable.push(pods.oldPod);
      without += 1;
    }
  }
  return {create: [], delete: [...unavailable, ...available.slice(0, Math.max(0, maxUnavailable - without))]};
}

/**
 * With surge a new pod starts beside the old one, which goes when the new one is available. Old pods that aren't
 * available get their successor at once; of the others at most `maxSurge` have one that isn't available yet.
 */
function decideSurge(view: View, candidates: readonly Candidate[], maxSurge: number, desired: number): Decision {
  const atOnce: string[] = [];
  const inTurn: string[] = [];
  const obsolete: StoredPod[] = [];
  const unwanted: StoredPod[] = [];
  let surging = 0;
  let available = 0;
  for (const {node, pods, wanted} of candidates) {
    if (pods.crowded) {
      surging += 1;
      continue;
    }
    const {oldPod, newPod} = pods;
    const counted = oldPod ?? newPod;
    if (counted !== undefined && isPodAvailable(counted, view)) available += 1;
    if (oldPod === undefined) continue;
    if (newPod !== undefined) {
      if (isPodAvailable(newPod, view)) obsolete.push(oldPod);
      else surging += 1;
    } else if (isPodAvailable(oldPod, view)) {
      if (wanted) inTurn.push(node);
      else unwanted.push(oldPod);
    } else if (wanted) {
      atOnce.push(node);
    } else {
      obsolete.push(oldPod);
    }
  }
  // Pods that may stay where no new one may start go only as others have become available elsewhere.
  const replaced = unwanted.slice(0, Math.max(0, available - desired));
  return {
    create: [...atOnce, ...inTurn.slice(0, Math.max(0, maxSurge - surging))],
    delete: [...obsolete, ...replaced],
  };
}

function sortOut(view: View, pods: readonly StoredPod[]): NodePods {
  const staying = pods.filter(pod => pod.metadata.deletionTimestamp === undefined);
  const newPods = staying.filter(pod => isUpdated(pod, view));
  const oldPods = staying.filter(pod => !isUpdated(pod, view));
  if (newPods.length > 1 || oldPods.length > 1) return {crowded: true};
  return {crowded: false, oldPod: oldPods[0], newPod: newPods[0]};
}
