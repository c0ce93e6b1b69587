import {dump} from 'js-yaml';
import {type ApiRequest, orderMetadata, type Presenter, plain} from '../api/index.ts';
import {badRequest, type Kind, type StoredObject} from '../store/index.ts';
import {negotiate, type Representation} from './accept.ts';
import {tables} from './tables/index.ts';

type Shape = Pick<Presenter, 'object' | 'list' | 'watched'>;

/**
 * How the answer to a request is written, by its Accept header.
 *
 * @throws NotAcceptable (406) for a form that nobody can write.
 */
export function choosePresenter({headers, query}: ApiRequest, now: () => Date): Presenter {
  const {encoding, shape} = negotiate(headers.accept);
  const includeObject = readIncludeObject(query);
  const shapes: Readonly<Record<Representation['shape'], () => Partial<Shape>>> = {
    object: () => ({}),
    metadata: () => metadataShape,
    table: () => createTableShape(includeObject, now),
  };
  return {...plain, ...(encoding === 'yaml' && yaml), ...shapes[shape]()};
}

const yaml: Pick<Presenter, 'mediaType' | 'write'> = {mediaType: 'application/yaml', write: document => dump(document)};

const apiVersion = 'meta.k8s.io/v1';

/** An object without spec, data and status. */
const toMetadata = ({metadata}: StoredObject): object => ({
  kind: 'PartialObjectMetadata',
  apiVersion,
  metadata: orderMetadata(metadata),
});

const metadataShape: Shape = {
  object: toMetadata,
  watched: toMetadata,
  list: ({items, metadata}) => ({
    kind: 'PartialObjectMetadataList',
    apiVersion,
    metadata,
    items: items.map(toMetadata),
  }),
};

/** What of each object comes with its row in a table. */
type IncludeObject = 'Metadata' | 'Object' | 'None';

/** Reads the query parameter `includeObject`. */
function readIncludeObject(query: URLSearchParams): IncludeObject {
  const given = query.get('includeObject') || 'Metadata';
  if (given === 'Metadata' || given === 'Object' || given === 'None') return given;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(given)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}

/** The columns that kubectl prints. In a watch only the first table says what they are. */
function createTableShape(includeObject: IncludeObject, now: () => Date): Shape {
  const include: Readonly<Record<IncludeObject, (item: StoredObject) => unknown>> = {
    Metadata: toMetadata,
    Object: plain.object,
    None: () => null,
  };
  const buildTable = (kind: Kind, items: readonly StoredObject[], metadata: object) => {
    const moment = now();
    return {
      kind: 'Table',
      apiVersion,
      metadata,
      columnDefinitions: tables[kind].columns.map(({name, type = 'string', wide = false}) => ({
        name,
        type,
        format: name === 'Name' ? 'name' : '',
        description: '',
        priority: wide ? 1 : 0,
      })),
      rows: items.map(item => ({cells: tables[kind].cells(item, moment), object: include[includeObject](item)})),
    };
  };
  const buildRow = (object: StoredObject) => {
    const {resourceVersion} = object.metadata;
    return buildTable(object.kind, [object], {...(resourceVersion && {resourceVersion})});
  };
  let watched = 0;
  return {
    object: buildRow,
    list: ({kind, items, metadata}) => buildTable(kind, items, metadata),
    watched: object => ({...buildRow(object), ...(watched++ > 0 && {columnDefinitions: null})}),
  };
}
