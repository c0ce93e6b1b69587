import {type Change, requestDelete, type Store, type StoredObject} from '../store/index.ts';
import {createOwnership, ownersOf} from './ownership.ts';

export interface CollectorOptions {
  readonly now: () => Date;
  /** Runs work later, after what runs now; a real collector needs some 20 ms. */
  readonly defer?: (work: () => void) => void;
}

/**
 * Kubernetes' garbage collector: deletes what all owners of are gone, takes references to dead owners out of what has
 * others, and finishes deletions with Foreground and Orphan.
 *
 * @returns The end of it.
 */
export function startGarbageCollector(
  store: Store,
  {now, defer = work => void setImmediate(work)}: CollectorOptions,
): () => void {
  const ownership = createOwnership(store);
  const waiting = new Set<string>();
  let stopped = false;

  const look = (): void => {
    if (stopped) return;
    const uids = [...waiting];
    waiting.clear();
    for (const uid of uids) {
      const object = ownership.find(uid);
      if (object !== undefined) collect(object);
    }
  };
  const wake = (uid: string): void => {
    if (waiting.size === 0) defer(look);
    waiting.add(uid);
  };
  const collect = (object: StoredObject): void => {
    const {kind, metadata} = object;
    const finalizers = metadata.finalizers ?? [];
    const {alive, gone} = ownership.partOwners(object);
    if (gone.length > 0 && alive.length === 0 && metadata.deletionTimestamp === undefined) {
      requestDelete(store, {kind, namespace: metadata.namespace, name: metadata.name}, now());
    } else if (gone.length > 0 && alive.length > 0) {
      store.update({...object, metadata: {...metadata, ownerReferences: [...alive]}});
    } else if (metadata.deletionTimestamp !== undefined && finalizers.includes('foregroundDeletion')) {
      deleteInForeground(object);
    } else if (metadata.deletionTimestamp !== undefined && finalizers.includes('orphan')) {
      orphan(object);
    }
  };
  /** Dependants first; the owner goes when none is left that blocks it. */
  const deleteInForeground = (owner: StoredObject): void => {
    const dependants = ownership.dependantsOf(owner.metadata.uid);
    for (const {kind, metadata} of dependants) {
      if (metadata.deletionTimestamp !== undefined) continue;
      const propagationPolicy = ownership.dependantsOf(metadata.uid).length > 0 ? 'Foreground' : 'Background';
      requestDelete(store, {kind, namespace: metadata.namespace, name: metadata.name, propagationPolicy}, now());
    }
    const blocked = dependants
      .filter(({kind, metadata}) => store.get(kind, metadata.namespace, metadata.name)?.metadata.uid === metadata.uid)
      .some(each =>
        ownersOf(each).some(({uid, blockOwnerDeletion}) => uid === owner.metadata.uid && blockOwnerDeletion),
      );
    if (!blocked) dropFinalizer(owner, 'foregroundDeletion');
  };
  const orphan = (owner: StoredObject): void => {
    for (const dependant of ownership.dependantsOf(owner.metadata.uid)) {
      const ownerReferences = ownersOf(dependant).filter(({uid}) => uid !== owner.metadata.uid);
      const {ownerReferences: _, ...metadata} = dependant.metadata;
      store.update({...dependant, metadata: {...metadata, ...(ownerReferences.length > 0 && {ownerReferences})}});
    }
    dropFinalizer(owner, 'orphan');
  };
  const dropFinalizer = (object: StoredObject, name: string): void => {
    const {finalizers = [], ...metadata} = object.metadata;
    const left = finalizers.filter(each => each !== name);
    store.update({...object, metadata: {...metadata, ...(left.length > 0 && {finalizers: left})}});
  };
  const notice = (change: Change): void => {
    ownership.note(change);
    const {type, object} = change;
    const {uid, finalizers = []} = object.metadata;
    if (type === 'DELETED') {
      for (const dependant of ownership.dependantsOf(uid)) wake(dependant.metadata.uid);
      for (const owner of ownersOf(object)) wake(owner.uid);
    } else if (ownersOf(object).length > 0 || finalizers.length > 0) {
      wake(uid);
    }
  };

  const unsubscribe = store.subscribe(notice);
  return () => {
    stopped = true;
    unsubscribe();
  };
}
