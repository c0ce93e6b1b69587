import type {ObjectMeta} from 'kubernetes-types/meta/v1';

/** The kinds the embedded cluster serves. */
export type Kind =
  | 'ConfigMap'
  | 'DaemonSet'
  | 'Pod'
  | 'Node'
  | 'Event'
  | 'Namespace'
  | 'PriorityClass'
  | 'ServiceAccount';

/** Metadata as stored: what the server sets is there. */
export interface StoredMeta extends ObjectMeta {
  name: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
}

/** An object as stored: plain JSON, unknown fields dropped, defaults filled in. */
export interface StoredObject {
  apiVersion: string;
  kind: Kind;
  metadata: StoredMeta;
}

/** An object on its way in: the server sets the rest of the metadata. */
export type Unstored<T extends StoredObject> = Omit<T, 'metadata'> & {metadata: ObjectMeta};

/** Changes an object on its way in, as a mutating webhook or a MutatingAdmissionPolicy does. */
export type Admission = <T extends StoredObject>(object: Unstored<T>) => Unstored<T>;

/** One change, as watchers see it. `object` is frozen: copy before changing. */
export interface Change<T extends StoredObject = StoredObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** As it is after the change; for DELETED as it last was, with the resourceVersion of its deletion. */
  readonly object: T;
  /** The object before, for MODIFIED and DELETED: label selectors need it to tell a leaving object. */
  readonly previous?: T;
}

export interface WriteOptions {
  /** Answers what would be stored, with all checks, and changes nothing: `dryRun=All`. */
  readonly dryRun?: boolean;
}

/**
 * The state of the embedded cluster: one resourceVersion counter, optimistic concurrency, and a log of changes. It
 * stores what it is given; validation and defaults are the API's, in front of it. Errors are `StatusError`s.
 */
export interface Store {
  /** The resourceVersion of the last change, as lists report it. */
  readonly resourceVersion: string;
  get<T extends StoredObject>(kind: T['kind'], namespace: string | undefined, name: string): T | undefined;
  /** In order of creation; of all namespaces when `namespace` is undefined. */
  list<T extends StoredObject>(kind: T['kind'], namespace?: string): readonly T[];
  /** Sets uid, resourceVersion, creationTimestamp, generateName's suffix and generation. Throws AlreadyExists. */
  create<T extends StoredObject>(object: Unstored<T>, options?: WriteOptions): T;
  /**
   * Replaces the object. A `metadata.resourceVersion` in it that is not the stored one throws Conflict; without one the
   * write is unconditional. A write that changes nothing keeps the resourceVersion. `generation` counts changes of spec.
   * An object that is being deleted goes with its last finalizer.
   */
  update<T extends StoredObject>(object: T, options?: WriteOptions): T;
  /** Removes the object at once (dependants are collected by the garbage collector). Throws NotFound. */
  delete(kind: Kind, namespace: string | undefined, name: string): void;
  /** All changes after that resourceVersion, oldest first. Throws Expired (410) when the log does not reach back so far. */
  changesSince(resourceVersion: string): readonly Change[];
  /** Calls the listener, in order, after each change; returns the end of it. */
  subscribe(listener: (change: Change) => void): () => void;
}
