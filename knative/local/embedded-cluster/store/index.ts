export {kinds} from './kinds.ts';
export type {
  StoredConfigMap,
  StoredDaemonSet,
  StoredEvent,
  StoredNamespace,
  StoredNode,
  StoredPod,
  StoredPriorityClass,
  StoredServiceAccount,
} from './objects.ts';
export {type PropagationPolicy, requestDelete} from './request-delete.ts';
export {
  badRequest,
  forbiddenRequest,
  invalid,
  invalidOptions,
  notFound,
  notImitated,
  preconditionFailed,
  StatusError,
} from './status-error.ts';
export {createStore, timestamp} from './store.ts';
export type {Admission, Change, Kind, Store, StoredMeta, StoredObject, Unstored} from './types.ts';
