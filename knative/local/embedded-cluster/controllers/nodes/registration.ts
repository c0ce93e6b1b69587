import type {Store} from '../../store/index.ts';
import {type Clock, createWorkQueue, isNode, isRegistered, type StoredNode} from '../base/index.ts';
import {buildNode, defaultArch} from './build-node.ts';

/** What registers nodes works with. */
export interface RegistrationOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Makes the address of the next node. */
  readonly nextIndex: () => number;
}

/** Milliseconds from the Node to its kubelet's first word. */
const delay = 1_000;

/**
 * What a kubelet does when it starts on the machine of a Node that somebody made (`kubectl apply`): it fills in what the
 * machine is, and says that it is Ready. What the Node says of labels, taints and room stays. Returns its end.
 */
export function startRegistration({store, clock, nextIndex}: RegistrationOptions): () => void {
  const queue = createWorkQueue(clock, name => {
    const node = store.get<StoredNode>('Node', undefined, name);
    if (node !== undefined && !isRegistered(node)) store.update(register(node, nextIndex(), clock.now()));
  });
  const unsubscribe = store.subscribe(({type, object}) => {
    if (type === 'ADDED' && isNode(object) && !isRegistered(object)) queue.addAfter(object.metadata.name, delay);
  });
  return () => {
    unsubscribe();
    queue.stop();
  };
}

function register(node: StoredNode, index: number, now: number): StoredNode {
  const {metadata, status = {}} = node;
  const {labels = {}} = metadata;
  const arch = labels['kubernetes.io/arch'] ?? defaultArch;
  const os = labels['kubernetes.io/os'] ?? 'linux';
  const machine = buildNode(metadata.name, index, {arch, os, labels}, now);
  const capacity = {...machine.status?.capacity, ...status.capacity};
  return {
    ...node,
    metadata: {...metadata, ...(machine.metadata.labels && {labels: machine.metadata.labels})},
    status: {...status, ...machine.status, capacity, allocatable: {...capacity, ...status.allocatable}},
  };
}
