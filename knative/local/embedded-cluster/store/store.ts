import {randomInt, randomUUID} from 'node:crypto';
import {isDeepStrictEqual} from 'node:util';
import {createChangeLog} from './change-log.ts';
import {deepFreeze} from './freeze.ts';
import {alreadyExists, conflict, notFound, StatusError} from './status-error.ts';
import type {Admission, Change, Kind, Store, StoredObject, Unstored, WriteOptions} from './types.ts';

/** What the store takes from outside: the clock and names. Tests may fix them. */
export interface StoreOptions {
  readonly now?: () => Date;
  readonly newUid?: () => string;
  /** Whether a spec counts as unchanged; default: it is written the same. */
  readonly isSameSpec?: (kind: Kind, a: unknown, b: unknown) => boolean;
  /** How many changes a watch can look back on; etcd keeps five minutes of them. */
  readonly logSize?: number;
  /** What a mutating webhook or policy makes of an object that is created; default: nothing. */
  readonly admit?: Admission;
}

/** Makes an empty store. */
export function createStore({
  now = () => new Date(),
  newUid = randomUUID,
  isSameSpec = (_kind, a, b) => isDeepStrictEqual(a, b),
  logSize = 20_000,
  admit = object => object,
}: StoreOptions = {}): Store {
  const objects = new Map<Kind, Map<string, StoredObject>>();
  const log = createChangeLog(logSize);
  let version = 1;

  const collection = (kind: Kind): Map<string, StoredObject> => {
    const found = objects.get(kind) ?? new Map<string, StoredObject>();
    objects.set(kind, found);
    return found;
  };
  const commit = (change: Change): void => {
    const {kind, metadata} = change.object;
    version = Number(metadata.resourceVersion);
    const key = keyOf(metadata.namespace, metadata.name);
    if (change.type === 'DELETED') collection(kind).delete(key);
    else collection(kind).set(key, change.object);
    log.append(change);
  };
  const remove = (previous: StoredObject, last: StoredObject): void => {
    const metadata = {...last.metadata, resourceVersion: String(version + 1)};
    commit({type: 'DELETED', object: deepFreeze({...last, metadata}), previous});
  };

  return {
    get resourceVersion() {
      return String(version);
    },
    get<T extends StoredObject>(kind: T['kind'], namespace: string | undefined, name: string) {
      return collection(kind).get(keyOf(namespace, name)) as T | undefined;
    },
    list<T extends StoredObject>(kind: T['kind'], namespace?: string) {
      const all = [...collection(kind).values()] as T[];
      return namespace === undefined ? all : all.filter(object => object.metadata.namespace === namespace);
    },
    create<T extends StoredObject>(written: Unstored<T>, {dryRun = false}: WriteOptions = {}) {
      const given = admit(written);
      const {generateName} = given.metadata;
      const name = given.metadata.name ?? (generateName === undefined ? undefined : generateName + randomSuffix());
      if (name === undefined) throw new StatusError(422, 'Invalid', 'name or generateName is required');
      if (collection(given.kind).has(keyOf(given.metadata.namespace, name))) throw alreadyExists(given.kind, name);
      const object = structuredClone(given);
      Object.assign(object.metadata, {
        name,
        uid: newUid(),
        creationTimestamp: timestamp(now()),
        resourceVersion: String(version + 1),
        ...(countsGenerations(given.kind) && {generation: 1}),
      });
      if (!isStored<T>(object)) throw new Error(`a new ${given.kind} is without metadata`);
      deepFreeze(object);
      if (!dryRun) commit({type: 'ADDED', object});
      return object;
    },
    update<T extends StoredObject>(given: T, {dryRun = false}: WriteOptions = {}) {
      const {kind, metadata} = given;
      const previous = collection(kind).get(keyOf(metadata.namespace, metadata.name)) as T | undefined;
      if (previous === undefined) throw notFound(kind, metadata.name);
      checkPreconditions(given, previous);
      const object = settle(given, previous, isSameSpec);
      if (isDeepStrictEqual(object, previous)) return previous;
      object.metadata.resourceVersion = String(version + 1);
      deepFreeze(object);
      if (dryRun) return object;
      if (isFinalized(object)) remove(previous, object);
      else commit({type: 'MODIFIED', object, previous});
      return object;
    },
    delete(kind, namespace, name) {
      const previous = collection(kind).get(keyOf(namespace, name));
      if (previous === undefined) throw notFound(kind, name);
      remove(previous, previous);
    },
    changesSince: resourceVersion => log.since(resourceVersion),
    subscribe: listener => log.subscribe(listener),
  };
}

/** The object as it will be, with the metadata that only the server sets; its resourceVersion is still the old one. */
function settle<T extends StoredObject>(given: T, previous: T, isSameSpec: NonNullable<StoreOptions['isSameSpec']>): T {
  const object = structuredClone(given);
  const {uid, creationTimestamp, resourceVersion, generation} = previous.metadata;
  Object.assign(object.metadata, {uid, creationTimestamp, resourceVersion});
  if (generation !== undefined) {
    const deletionRequested =
      object.metadata.deletionTimestamp !== undefined && previous.metadata.deletionTimestamp === undefined;
    const changed = deletionRequested || !isSameSpec(object.kind, specOf(object), specOf(previous));
    Object.assign(object.metadata, {generation: changed ? generation + 1 : generation});
  }
  return object;
}

/** With its uid an object is complete. */
function isStored<T extends StoredObject>(object: Unstored<T>): object is Unstored<T> & T {
  return object.metadata.uid !== undefined;
}

function checkPreconditions(given: StoredObject, {metadata: {name, uid, resourceVersion}}: StoredObject): void {
  if (given.metadata.uid && given.metadata.uid !== uid) {
    const why = `Precondition failed: UID in precondition: ${given.metadata.uid}, UID in object meta: ${uid}`;
    throw conflict(given.kind, name, why);
  }
  if (given.metadata.resourceVersion && given.metadata.resourceVersion !== resourceVersion) {
    throw conflict(given.kind, name);
  }
}

/** Deletion was asked for, nothing holds it up any more, and nobody was given time. */
function isFinalized({metadata}: StoredObject): boolean {
  return (
    metadata.deletionTimestamp !== undefined &&
    (metadata.finalizers ?? []).length === 0 &&
    (metadata.deletionGracePeriodSeconds ?? 0) === 0
  );
}

/** ConfigMaps, Nodes, Events and Namespaces carry no `metadata.generation` in Kubernetes. */
function countsGenerations(kind: Kind): boolean {
  return kind === 'DaemonSet' || kind === 'Pod';
}

function specOf(object: StoredObject): unknown {
  return 'spec' in object ? object.spec : undefined;
}

function keyOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

/** RFC 3339 in seconds, as Kubernetes writes times. */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** Five characters of the alphabet that Kubernetes uses for generated names: no vowels, no words. */
function randomSuffix(): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  return Array.from({length: 5}, () => alphabet[randomInt(alphabet.length)]).join('');
}
