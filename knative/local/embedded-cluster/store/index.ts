export {type KindNames, kinds, qualifiedResource} from './kinds.ts';
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
export {type DeleteRequest, type PropagationPolicy, requestDelete} from './request-delete.ts';
export {
  alreadyExists,
  badRequest,
  conflict,
  expired,
  forbiddenRequest,
  invalid,
  invalidOptions,
  notFound,
  preconditionFailed,
  StatusError,
  staleWrite,
} from './status-error.ts';
export {createStore, type StoreOptions, timestamp} from './store.ts';
export type {Admission, Change, Kind, Store, StoredMeta, StoredObject, Unstored, WriteOptions} from './types.ts';
