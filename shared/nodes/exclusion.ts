import type {Node, PodSpec, Taint} from 'kubernetes-types/core/v1';
import {toOneLine} from '../text/index.ts';
import {matchesNodeSelector} from './affinity.ts';
import {findIncapacity, isPlayed, isVirtualKubelet} from './incapable.ts';
import {findTaint} from './taints.ts';

/** Nodes that are left out for one reason. */
export interface Exclusion {
  /** Such as `NotReady`, `Windows`, `tainted gpu=yes:NoSchedule`. */
  readonly reason: string;
  readonly nodes: number;
}

/** What is kept of a node to tell why it is left out. */
export interface NodeFacts {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Why it never runs a pod of a DaemonSet. */
  readonly incapacity: string | undefined;
  /** Why it can't hold anything, whoever wants it. */
  readonly trouble: string | undefined;
  /** Nobody pulls there: a virtual kubelet's, or one that is played. */
  readonly isVirtual: boolean;
}

/** Conditions under which a kubelet evicts pods and lets none in that asks for memory, as ours do. */
const pressures = ['DiskPressure', 'PIDPressure'] as const;

/** Keeps of a node what {@link findExclusion} goes by. */
export const viewNode = (node: Node): NodeFacts => ({
  name: node.metadata?.name ?? '',
  labels: node.metadata?.labels ?? {},
  taints: node.spec?.taints ?? [],
  incapacity: findIncapacity(node),
  trouble: findNodeTrouble(node),
  isVirtual: isPlayed(node) || isVirtualKubelet(node),
});

/**
 * Why a node can hold nothing, at the moment or ever; undefined where it can: it runs DaemonSets, is Ready, stays, and has
 * room on its disk.
 */
export function findNodeTrouble(node: Node): string | undefined {
  const {metadata, status} = node;
  const incapacity = findIncapacity(node);
  if (incapacity !== undefined) return incapacity;
  const isTrue = (type: string) => status?.conditions?.some(each => each.type === type && each.status === 'True');
  if (metadata?.deletionTimestamp !== undefined) return 'being deleted';
  if (!isTrue('Ready')) return 'NotReady';
  return pressures.find(isTrue);
}

/**
 * Why a node is not eligible; undefined where it is. What no configuration can change comes first, then what this one
 * leaves out, before what passes, by the DaemonSet controller's own rule (nodeShouldRunDaemonPod in Kubernetes'
 * pkg/controller/daemon): a cordoned node is wanted.
 */
export function findExclusion(
  {name, labels, taints, incapacity, trouble, isVirtual}: NodeFacts,
  spec: PodSpec,
): string | undefined {
  if (incapacity !== undefined) return incapacity;
  const reason = findUnwanted(name, labels, taints, spec) ?? trouble;
  return reason !== undefined && isVirtual ? `${reason} (virtual)` : reason;
}

function findUnwanted(
  name: string,
  labels: Readonly<Record<string, string>>,
  taints: readonly Taint[],
  {nodeSelector = {}, affinity, tolerations = []}: PodSpec,
): string | undefined {
  const {[osLabel]: wantedOs, ...selected} = nodeSelector;
  const os = labels[osLabel];
  if (wantedOs !== undefined && wantedOs !== os) return systems[os ?? ''] ?? `not ${wantedOs}`;
  if (Object.entries(selected).some(([key, value]) => labels[key] !== value)) return 'not selected by NODE_SELECTOR';
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (required !== undefined && !matchesNodeSelector(required, name, labels)) return 'not selected by AFFINITY';
  const taint = findTaint(taints, tolerations);
  return taint === undefined ? undefined : toOneLine(`tainted ${describeTaint(taint)}`, 200);
}

const osLabel = 'kubernetes.io/os';
const systems: Readonly<Record<string, string>> = {windows: 'Windows', linux: 'Linux'};

/** As kubectl writes it. */
const describeTaint = ({key, value = '', effect}: Taint): string =>
  value === '' ? `${key}:${effect}` : `${key}=${value}:${effect}`;

/** Of different reasons told. */
const mostReasons = 8;

/** The nodes that a DaemonSet with such pods leaves out. */
export interface Excluded {
  readonly names: ReadonlySet<string>;
  /** By reason, the most frequent first; at most eight, further ones in one. */
  readonly excluded: readonly Exclusion[];
}

/** Tells which nodes are left out, and why; none without a DaemonSet. */
export function exclude(nodes: readonly NodeFacts[], spec: PodSpec | undefined): Excluded {
  const names = new Set<string>();
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const reason = spec && findExclusion(node, spec);
    if (reason === undefined) continue;
    names.add(node.name);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const all = [...counts].map(([reason, count]) => ({reason, nodes: count})).toSorted((a, b) => b.nodes - a.nodes);
  if (all.length <= mostReasons) return {names, excluded: all};
  const rest = all.slice(mostReasons - 1).reduce((sum, exclusion) => sum + exclusion.nodes, 0);
  return {names, excluded: [...all.slice(0, mostReasons - 1), {reason: 'other reasons', nodes: rest}]};
}
