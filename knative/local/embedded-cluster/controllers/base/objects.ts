import type {DaemonSetSpec} from 'kubernetes-types/apps/v1';
import type {PodSpec} from 'kubernetes-types/core/v1';
import type * as store from '../../store/index.ts';

/** A DaemonSet that the API has let in: it has a spec. */
export type StoredDaemonSet = store.StoredDaemonSet & {spec: DaemonSetSpec};

/** A Pod that the API has let in: it has a spec. */
export type StoredPod = store.StoredPod & {spec: PodSpec};

export type {StoredEvent, StoredNode} from '../../store/index.ts';

/** Tells the kinds apart where a change may be of any. */
export function isPod(object: store.StoredObject): object is StoredPod {
  return object.kind === 'Pod';
}

export function isNode(object: store.StoredObject): object is store.StoredNode {
  return object.kind === 'Node';
}

export function isEvent(object: store.StoredObject): object is store.StoredEvent {
  return object.kind === 'Event';
}

export function isDaemonSet(object: store.StoredObject): object is StoredDaemonSet {
  return object.kind === 'DaemonSet';
}

/** Whether the kubelet of a node has said something of it. */
export const isRegistered = ({status}: store.StoredNode): boolean =>
  status?.conditions?.some(({type}) => type === 'Ready') ?? false;
