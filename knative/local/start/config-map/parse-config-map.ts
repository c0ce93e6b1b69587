import {configMapLabel} from '@image-puller/shared/names';
import type {ConfigMapManifest} from './types.ts';

/** A YAML mapping. */
export type Mapping = Readonly<Record<string, unknown>>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A ConfigMap, with the label that makes it a puller's, or what is wrong with it, one line each. */
export type ParsedConfigMap = ConfigMapManifest | {readonly problems: readonly string[]};

/** Checks a mapping whose kind is ConfigMap. Fields that a ConfigMap does not have are left out. */
export function parseConfigMap(document: Mapping): ParsedConfigMap {
  const problems: string[] = [];
  const metadata = isMapping(document.metadata) ? document.metadata : {};

  const readString = (path: string, value: unknown, allowed: string): string | undefined => {
    if (typeof value === 'string' && value !== '') return value;
    if (value === undefined || value === null || value === '') problems.push(`${path} is missing; ${allowed}`);
    else problems.push(`${path} is ${describe(value)}; ${quoteIt(value)}`);
    return undefined;
  };
  const readStrings = (path: string, value: unknown): Record<string, string> => {
    if (value === undefined || value === null) return {};
    if (!isMapping(value)) {
      problems.push(`${path} is ${describe(value)}; write a mapping of names to strings`);
      return {};
    }
    const strings: [string, string][] = [];
    for (const [key, text] of Object.entries(value)) {
      // A key without a value is an empty string to Kubernetes.
      if (text === null || typeof text === 'string') strings.push([key, text ?? '']);
      else problems.push(`${path}.${key} is ${describe(text)}; ${quoteIt(text)}`);
    }
    return Object.fromEntries(strings);
  };

  const manifest = {
    name: readString('metadata.name', metadata.name, 'name the ConfigMap, such as "images"') ?? '',
    namespace:
      metadata.namespace === undefined || metadata.namespace === null
        ? undefined
        : readString('metadata.namespace', metadata.namespace, 'name a namespace, or leave the key out'),
    labels: {...readStrings('metadata.labels', metadata.labels), [configMapLabel.key]: configMapLabel.value},
    annotations: readStrings('metadata.annotations', metadata.annotations),
    data: readStrings('data', document.data),
    binaryData: readStrings('binaryData', document.binaryData),
  };
  return problems.length === 0 ? manifest : {problems};
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return value instanceof Date ? 'a date' : 'a mapping';
  return `the ${typeof value} ${value}`;
}

function quoteIt(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean')
    return `only strings are allowed: quote it, as "${value}"`;
  return 'only strings are allowed: quote it, or write it as a block (|)';
}
