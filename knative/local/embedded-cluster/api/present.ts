import type {Representation} from '../kubectl/index.ts';
import {type Resource, resourceOf} from '../resources/index.ts';
import {objectMeta} from '../schema/index.ts';
import {badRequest, kinds, type StoredObject} from '../store/index.ts';
import type {ObjectList} from './answer.ts';

/** What of each object comes with its row in a table. */
export type IncludeObject = 'Metadata' | 'Object' | 'None';

/** Reads the query parameter `includeObject`. */
export function readIncludeObject(query: URLSearchParams): IncludeObject {
  const given = query.get('includeObject') || 'Metadata';
  if (given === 'Metadata' || given === 'Object' || given === 'None') return given;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(given)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

/** How answers are shaped for one request. */
export interface Presentation {
  readonly representation: Representation;
  readonly includeObject: IncludeObject;
  /** Ages are relative to it. */
  readonly now: Date;
}

/** One object in the shape asked for. */
export function presentObject(object: StoredObject, presentation: Presentation): unknown {
  const {shape, version} = presentation.representation;
  if (shape === 'metadata') return toMetadata(object, version);
  if (shape === 'object') return toWritten(object);
  const {resourceVersion} = object.metadata;
  return buildTable(resourceOf(object.kind), [object], {...(resourceVersion && {resourceVersion})}, presentation);
}

/** An object as it is written. */
function toWritten({kind, apiVersion, metadata, ...rest}: StoredObject): object {
  return {kind, apiVersion, metadata: orderMetadata(metadata), ...rest};
}

const metadataOrder = Object.keys(objectMeta.fields);

/** Metadata in the order of Kubernetes; the answer to the dry run of a create has no version yet. */
function orderMetadata(metadata: StoredObject['metadata']): object {
  const values = new Map<string, unknown>(Object.entries(metadata));
  if (metadata.resourceVersion === '') values.delete('resourceVersion');
  return Object.fromEntries(metadataOrder.filter(key => values.has(key)).map(key => [key, values.get(key)]));
}

/** A list in the shape asked for. */
export function presentList(resource: Resource, {items, metadata}: ObjectList, presentation: Presentation): unknown {
  const {shape, version} = presentation.representation;
  if (shape === 'table') return buildTable(resource, items, metadata, presentation);
  if (shape === 'metadata') {
    return {
      kind: 'PartialObjectMetadataList',
      apiVersion: `meta.k8s.io/${version}`,
      metadata,
      items: items.map(item => toMetadata(item, version)),
    };
  }
  // The items of a list do not repeat its kind.
  const bare = items.map(({kind: _, apiVersion: __, metadata, ...item}) => ({
    metadata: orderMetadata(metadata),
    ...item,
  }));
  return {kind: `${resource.kind}List`, apiVersion: kinds[resource.kind].apiVersion, metadata, items: bare};
}

/** In a watch only the first table says what its columns are. */
export function withoutColumns(table: unknown): unknown {
  return typeof table === 'object' && table !== null && 'columnDefinitions' in table
    ? {...table, columnDefinitions: null}
    : table;
}

function buildTable(
  {table}: Resource,
  items: readonly StoredObject[],
  metadata: object,
  {representation, includeObject, now}: Presentation,
): unknown {
  const include: Readonly<Record<IncludeObject, (item: StoredObject) => unknown>> = {
    Metadata: item => toMetadata(item, representation.version),
    Object: toWritten,
    None: () => null,
  };
  return {
    kind: 'Table',
    apiVersion: `meta.k8s.io/${representation.version}`,
    metadata,
    columnDefinitions: table.columns.map(({name, type = 'string', wide = false}) => ({
      name,
      type,
      format: name === 'Name' ? 'name' : '',
      description: '',
      priority: wide ? 1 : 0,
    })),
    rows: items.map(item => ({cells: table.cells(item, now), object: include[includeObject](item)})),
  };
}

function toMetadata({metadata}: StoredObject, version: string): unknown {
  return {kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: orderMetadata(metadata)};
}
