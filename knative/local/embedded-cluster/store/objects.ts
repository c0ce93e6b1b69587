import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Event, Namespace, Node, Pod, ServiceAccount} from 'kubernetes-types/core/v1';
import type {PriorityClass} from 'kubernetes-types/scheduling/v1';
import type {Kind, StoredObject} from './types.ts';

/** A kind of `kubernetes-types`, as the store holds it. */
type Stored<T, K extends Kind> = StoredObject & {
  apiVersion: K extends 'DaemonSet' ? 'apps/v1' : K extends 'PriorityClass' ? 'scheduling.k8s.io/v1' : 'v1';
  kind: K;
} & Omit<T, 'apiVersion' | 'kind' | 'metadata'>;

export type StoredConfigMap = Stored<ConfigMap, 'ConfigMap'>;
export type StoredDaemonSet = Stored<DaemonSet, 'DaemonSet'>;
export type StoredEvent = Stored<Event, 'Event'>;
export type StoredNamespace = Stored<Namespace, 'Namespace'>;
export type StoredServiceAccount = Stored<ServiceAccount, 'ServiceAccount'>;
export type StoredPriorityClass = Stored<PriorityClass, 'PriorityClass'>;
export type StoredNode = Stored<Node, 'Node'>;
export type StoredPod = Stored<Pod, 'Pod'>;
