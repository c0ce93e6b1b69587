import type {Taint} from 'kubernetes-types/core/v1';
import type {HeldImage, Images} from '../../images/index.ts';
import {notFound, type Store} from '../../store/index.ts';
import type {Clock, StoredNode} from '../base/index.ts';
import type {Kubelets, Pull} from '../kubelet/index.ts';
import {buildConditions, buildNode, defaultArch, type NodeSpecification} from './build-node.ts';

/** What one node is doing. */
export interface NodeProgress {
  readonly node: string;
  /** As in `GOARCH`. */
  readonly arch: string;
  /** Whether its kubelet reports. */
  readonly ready: boolean;
  /** Under way, in the order in which they began. */
  readonly pulling: readonly Pull[];
  /** The images on its disk. */
  readonly images: readonly HeldImage[];
}

/** The simulated nodes. What is done to them through the API (labels, cordon, delete) is followed just so. */
export interface NodePool {
  /** A node joins. Throws AlreadyExists. */
  add(name: string, specification?: NodeSpecification): void;
  /** A node is gone for good, with its images; its pods are collected some time later. Throws NotFound. */
  remove(name: string): void;
  /** A node falls off the network, or is back: its kubelet stops or goes on, its pods are not Ready meanwhile. */
  setReady(name: string, ready: boolean): void;
  /** Lets the making of pods' sandboxes fail on a node with these words, or, undefined, succeed again. */
  setSandboxFailure(name: string, message: string | undefined): void;
  /** Cordons a node, or uncordons it. */
  setUnschedulable(name: string, unschedulable: boolean): void;
  /** Replaces the taints, those of the node's own state excepted: they come back by themselves. */
  setTaints(name: string, taints: readonly Taint[]): void;
  /** Sets labels, and removes those that are undefined. */
  setLabels(name: string, labels: Readonly<Record<string, string | undefined>>): void;
  /** One entry for each node, in the order in which they joined. Fractions are those of this moment. */
  progress(): readonly NodeProgress[];
  /** Calls the listener when a pull begins or ends; returns the end of it. Fractions move silently in between. */
  onProgress(listener: () => void): () => void;
}

/** What the pool works with. */
export interface NodePoolOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly images: Images;
  readonly kubelets: Kubelets;
  readonly listeners: Set<() => void>;
  /** Makes the address of the next node. */
  readonly nextIndex: () => number;
}

export function createNodePool({store, clock, images, kubelets, listeners, nextIndex}: NodePoolOptions): NodePool {
  const change = (name: string, edit: (node: StoredNode) => StoredNode): void => {
    const node = store.get<StoredNode>('Node', undefined, name);
    if (node === undefined) throw notFound('Node', name);
    store.update(edit(node));
  };

  return {
    add: (name, specification = {}) =>
      void store.create<StoredNode>(buildNode(name, nextIndex(), specification, clock.now())),
    remove: name => store.delete('Node', undefined, name),
    setReady(name, ready) {
      change(name, node => {
        const conditions = buildConditions(ready, clock.now());
        return {...node, status: {...node.status, conditions}};
      });
      kubelets.setReachable(name, ready);
    },
    setSandboxFailure: kubelets.setSandboxFailure,
    setUnschedulable: (name, unschedulable) =>
      change(name, node => {
        const {unschedulable: _, ...spec} = node.spec ?? {};
        return {...node, spec: {...spec, ...(unschedulable && {unschedulable})}};
      }),
    setTaints: (name, taints) =>
      change(name, node => {
        const {taints: _, ...spec} = node.spec ?? {};
        return {...node, spec: {...spec, ...(taints.length > 0 && {taints: [...taints]})}};
      }),
    setLabels: (name, labels) =>
      change(name, node => {
        const all = Object.entries({...node.metadata.labels, ...labels});
        const kept = all.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
        return {...node, metadata: {...node.metadata, labels: Object.fromEntries(kept)}};
      }),
    progress: () =>
      store.list<StoredNode>('Node').map(({metadata, status}) => ({
        node: metadata.name,
        arch: status?.nodeInfo?.architecture || metadata.labels?.['kubernetes.io/arch'] || defaultArch,
        ready: status?.conditions?.some(({type, status: state}) => type === 'Ready' && state === 'True') ?? false,
        pulling: kubelets.pulls(metadata.name),
        images: images.onNode(metadata.name).list(),
      })),
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
