import {type Kind, kinds, type Store, type StoredObject} from '../store/index.ts';

/** Objects in the order of the API: by namespace, then by name, byte by byte. */
export function inOrder(objects: readonly StoredObject[]): readonly StoredObject[] {
  return objects
    .map(object => ({object, key: keyOf(object)}))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({object}) => object);
}

/** Where an object is in that order: also what a continue token remembers. */
export function keyOf({kind, metadata: {namespace = '', name}}: StoredObject): string {
  return kinds[kind].namespaced ? `${namespace}/${name}` : name;
}

/**
 * All objects of a kind as they were at a resourceVersion: today's, with the later changes undone.
 *
 * @throws Expired (410) where the log of changes does not reach back so far.
 */
export function listAt(store: Store, kind: Kind, resourceVersion: string): readonly StoredObject[] {
  const later = resourceVersion === store.resourceVersion ? [] : store.changesSince(resourceVersion);
  const objects = new Map(store.list(kind).map(object => [keyOf(object), object]));
  for (const {type, object, previous} of later.toReversed()) {
    if (object.kind !== kind) continue;
    if (type === 'ADDED' || previous === undefined) objects.delete(keyOf(object));
    else objects.set(keyOf(object), previous);
  }
  return inOrder([...objects.values()]);
}
