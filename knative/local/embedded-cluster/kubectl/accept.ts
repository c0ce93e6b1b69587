import {StatusError} from '../store/index.ts';

/** How an answer is to be written. */
export interface Representation {
  readonly encoding: 'json' | 'yaml';
  /** `table`: the columns of kubectl; `metadata`: objects without spec, data and status. */
  readonly shape: 'object' | 'table' | 'metadata';
}

const plain: Representation = {encoding: 'json', shape: 'object'};

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
  // kubectl offers v1beta1 too, for servers that have no v1.
  const known = shape !== undefined && parameters.get('g') === 'meta.k8s.io' && (parameters.get('v') ?? 'v1') === 'v1';
  return known ? {encoding, shape} : undefined;
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
