import type {Namespace, ServiceAccount} from 'kubernetes-types/core/v1';
import type {ClusterRole, ClusterRoleBinding, Role, RoleBinding} from 'kubernetes-types/rbac/v1';
import type {Broker, Trigger} from './eventing.ts';
import type {Service} from './serving.ts';
import type {ApiServerSource, PingSource} from './sources.ts';

export type {Broker, Delivery, Destination, Filter, Reference, Trigger} from './eventing.ts';
export type {RevisionContainer, RevisionProbe, RevisionSpec, RevisionTemplate, Service} from './serving.ts';
export type {ApiServerSource, PingSource, WatchedResource} from './sources.ts';

/** Every kind an installation on Knative is made of. */
export type Resource =
  | Namespace
  | ServiceAccount
  | Role
  | RoleBinding
  | ClusterRole
  | ClusterRoleBinding
  | Service
  | Broker
  | Trigger
  | ApiServerSource
  | PingSource;
