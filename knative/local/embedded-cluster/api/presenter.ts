import {objectMeta} from '../schema/index.ts';
import {kinds, type StoredObject} from '../store/index.ts';
import type {ObjectList} from './answer.ts';

/** How the answer to one request is written. */
export interface Presenter {
  readonly mediaType: string;
  /** The text of what one of the others made, or of a Status. */
  write(document: unknown): string;
  object(object: StoredObject): unknown;
  list(list: ObjectList): unknown;
  /** The next object of a watch. */
  watched(object: StoredObject): unknown;
}

/** Whole objects, as JSON. */
export const plain: Presenter = {
  mediaType: 'application/json',
  write: document => JSON.stringify(document),
  object: presentObject,
  list: presentList,
  watched: presentObject,
};

function presentObject({kind, apiVersion, metadata, ...rest}: StoredObject): object {
  return {kind, apiVersion, metadata: orderMetadata(metadata), ...rest};
}

function presentList({kind, items, metadata}: ObjectList): object {
  // The items of a list do not repeat its kind.
  const bare = items.map(({kind: _, apiVersion: __, metadata, ...item}) => ({
    metadata: orderMetadata(metadata),
    ...item,
  }));
  return {kind: `${kind}List`, apiVersion: kinds[kind].apiVersion, metadata, items: bare};
}

const metadataOrder = Object.keys(objectMeta.fields);

/** Metadata in the order of Kubernetes; the answer to the dry run of a create has no version yet. */
export function orderMetadata(metadata: StoredObject['metadata']): object {
  const values = new Map<string, unknown>(Object.entries(metadata));
  if (metadata.resourceVersion === '') values.delete('resourceVersion');
  return Object.fromEntries(metadataOrder.filter(key => values.has(key)).map(key => [key, values.get(key)]));
}
