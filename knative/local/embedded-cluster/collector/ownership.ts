import type {OwnerReference} from 'kubernetes-types/meta/v1';
import type {Change, Kind, Store, StoredObject} from '../store/index.ts';

/** Who owns whom, by uid, kept up to date with the changes of the store. */
export interface Ownership {
  /** Takes a change in. */
  note(change: Change): void;
  /** The owners of an object, parted into those that live and those that are gone. */
  partOwners(object: StoredObject): {
    readonly alive: readonly OwnerReference[];
    readonly gone: readonly OwnerReference[];
  };
  /** The objects that name this uid as an owner. */
  dependantsOf(uid: string): readonly StoredObject[];
  /** The object of a uid, as it is now. */
  find(uid: string): StoredObject | undefined;
}

const servedKinds: readonly Kind[] = ['ConfigMap', 'DaemonSet', 'Event', 'Namespace', 'Node', 'Pod'];

/** Begins with what is in the store. */
export function createOwnership(store: Store): Ownership {
  const objects = new Map<string, StoredObject>();
  const dependants = new Map<string, Set<string>>();

  const note = ({type, object, previous}: Change): void => {
    const {uid} = object.metadata;
    for (const owner of ownersOf(previous)) dependants.get(owner.uid)?.delete(uid);
    if (type === 'DELETED') {
      objects.delete(uid);
      return;
    }
    objects.set(uid, object);
    for (const owner of ownersOf(object)) {
      const of = dependants.get(owner.uid) ?? new Set();
      dependants.set(owner.uid, of.add(uid));
    }
  };
  for (const kind of servedKinds) {
    for (const object of store.list(kind)) note({type: 'ADDED', object});
  }
  return {
    note,
    partOwners(object) {
      const isAlive = (owner: OwnerReference): boolean => {
        // What no one serves here (a Deployment) is nobody's to declare dead.
        if (!servedKinds.some(kind => kind === owner.kind)) return true;
        const found = objects.get(owner.uid);
        return found?.kind === owner.kind && isVisible(found, object);
      };
      const owners = ownersOf(object);
      return {alive: owners.filter(isAlive), gone: owners.filter(owner => !isAlive(owner))};
    },
    dependantsOf: uid => [...(dependants.get(uid) ?? [])].flatMap(each => objects.get(each) ?? []),
    find: uid => objects.get(uid),
  };
}

export function ownersOf(object: StoredObject | undefined): readonly OwnerReference[] {
  return object?.metadata.ownerReferences ?? [];
}

/** An owner is in the namespace of what it owns, or in none. */
function isVisible(owner: StoredObject, dependant: StoredObject): boolean {
  return owner.metadata.namespace === undefined || owner.metadata.namespace === dependant.metadata.namespace;
}
