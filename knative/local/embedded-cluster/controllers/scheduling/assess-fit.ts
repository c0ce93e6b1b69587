import {isTerminal, type StoredNode, type StoredPod} from '../base/index.ts';
import {matchesNodeAffinity} from './node-affinity.ts';
import {type Resources, readQuantity, sumRequests} from './resources.ts';
import {findUntoleratedTaint} from './taints.ts';

/** Why a pod can't go on a node, in the scheduler's words. */
export interface Misfit {
  readonly reasons: readonly string[];
  /** Whether evicting other pods could make room. */
  readonly preemptible: boolean;
}

/** What is taken of a node: by the pods on it that have not ended. */
export interface NodeUse extends Resources {
  readonly pods: number;
}

/** Adds up the pods of each node, by its name. */
export function sumUse(pods: readonly StoredPod[]): ReadonlyMap<string, NodeUse> {
  const use = new Map<string, NodeUse>();
  for (const pod of pods) {
    const {nodeName} = pod.spec;
    if (nodeName === undefined || isTerminal(pod)) continue;
    const before = use.get(nodeName) ?? unused;
    const {cpu, memory} = sumRequests(pod.spec);
    use.set(nodeName, {cpu: before.cpu + cpu, memory: before.memory + memory, pods: before.pods + 1});
  }
  return use;
}

/** Quantities are counted in billionths. */
const unit = 1_000_000_000n;

export const unused: NodeUse = {cpu: 0n, memory: 0n, pods: 0};

/** Why the pod can't go on the node; undefined where it can. */
export function assessFit(pod: StoredPod, node: StoredNode, use: NodeUse): Misfit | undefined {
  if (!matchesNodeAffinity(pod.spec, node)) {
    return {reasons: ["node(s) didn't match Pod's node affinity/selector"], preemptible: false};
  }
  const taints = node.spec?.taints ?? [];
  const taint = findUntoleratedTaint(taints, pod.spec.tolerations ?? [], ['NoSchedule', 'NoExecute']);
  if (taint !== undefined) {
    return {reasons: [`node(s) had untolerated taint(s)`], preemptible: false};
  }
  return assessRoom(pod, node, use);
}

/** The same for room alone: the number of pods, CPU and memory. */
export function assessRoom(pod: StoredPod, node: StoredNode, use: NodeUse): Misfit | undefined {
  const request = sumRequests(pod.spec);
  const allocatable = node.status?.allocatable ?? {};
  const misfits = (['cpu', 'memory'] as const)
    .map(resource => ({
      reason: `Insufficient ${resource}`,
      asked: request[resource],
      used: use[resource],
      all: readQuantity(allocatable[resource]),
    }))
    .filter(({asked, used, all}) => asked > 0n && asked > all - used);
  const full = BigInt(use.pods + 1) * unit > readQuantity(allocatable.pods);
  if (!full && misfits.length === 0) return undefined;
  return {
    reasons: [...(full ? ['Too many pods'] : []), ...misfits.map(({reason}) => reason)],
    preemptible: misfits.every(({asked, all}) => asked <= all),
  };
}
