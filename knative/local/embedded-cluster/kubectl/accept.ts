import {StatusError} from '../store/index.ts';

/** How an answer is to be written. */
export interface Representation {
  readonly encoding: 'json' | 'yaml';
  /** `table`: the columns of kubectl; `metadata`: objects without spec, data and status. */
  readonly shape: 'object' | 'table' | 'metadata';
  /** The version asked for of Table and PartialObjectMetadata. */
  readonly version: 'v1' | 'v1beta1';
}

const plain: Representation = {encoding: 'json', shape: 'object', version: 'v1'};

/**
 * The first representation in an Accept header that is served.
 *
 * @throws NotAcceptable (406) where none is.
 */
export function negotiate(accept: string | undefined): Representation {
  if (accept === undefined || accept.trim() === '') return plain;
  for (const range of accept.split(',')) {
    const representation = parseRange(range);
    if (representation !== undefined) return representation;
  }
  throw new StatusError(
    406,
    'NotAcceptable',
    'only the following media types are accepted: application/json, application/yaml',
  );
}

function parseRange(range: string): Representation | undefined {
  const [type = '', ...rest] = range.split(';').map(part => part.trim());
  const parameters = new Map(rest.map(part => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']));
  const encoding = encodings[type.toLowerCase()];
  const as = parameters.get('as');
  if (encoding === undefined || as === undefined) return encoding && {...plain, encoding};
  const shape = shapes[as];
  const version = parameters.get('v') ?? 'v1';
  if (shape === undefined || parameters.get('g') !== 'meta.k8s.io') return undefined;
  return version === 'v1' || version === 'v1beta1' ? {encoding, shape, version} : undefined;
}

const encodings: Readonly<Record<string, Representation['encoding']>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
};

const shapes: Readonly<Record<string, Representation['shape']>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata',
};
