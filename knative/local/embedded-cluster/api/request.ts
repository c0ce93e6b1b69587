import type {IncomingHttpHeaders} from 'node:http';
import {badRequest, invalidOptions} from '../store/index.ts';

/** One request, read completely. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Uint8Array;
  /** The same as text. */
  readonly body: string;
}

/** What a body is written in, without parameters; JSON where nothing is said. */
export const readMediaType = ({headers}: Pick<ApiRequest, 'headers'>): string =>
  (headers['content-type'] ?? 'application/json').split(';')[0]?.trim().toLowerCase() ?? '';

/** What a client may say about a write. */
export interface WriteRequestOptions {
  readonly dryRun: boolean;
  /** What happens to fields that no schema knows: dropped in silence, with a warning, or the request is refused. */
  readonly fieldValidation: FieldValidation;
}

const fieldValidations = ['Ignore', 'Strict', 'Warn'] as const;
export type FieldValidation = (typeof fieldValidations)[number];

/**
 * Reads `dryRun` and `fieldValidation`.
 *
 * @param options The kind the API names in its refusal, such as `CreateOptions`.
 */
export function readWriteOptions(query: URLSearchParams, options: string): WriteRequestOptions {
  const validation = query.get('fieldValidation') || 'Warn';
  const fieldValidation = fieldValidations.find(known => known === validation);
  if (fieldValidation === undefined) {
    const message = `Unsupported value: ${JSON.stringify(validation)}: supported values: "", "Ignore", "Strict", "Warn"`;
    throw invalidOptions(options, {reason: 'FieldValueNotSupported', message, field: 'fieldValidation'});
  }
  return {dryRun: readDryRun(query.getAll('dryRun'), options), fieldValidation};
}

/** `All` is the only kind of dry run there is. */
export function readDryRun(given: readonly string[], options: string): boolean {
  const values = given.filter(value => value !== '');
  if (values.some(value => value !== 'All')) {
    const message = `Unsupported value: ${JSON.stringify(values)}: supported values: "All"`;
    throw invalidOptions(options, {reason: 'FieldValueNotSupported', message, field: 'dryRun'});
  }
  return values.length > 0;
}

/** A whole number in the query; undefined where it is not given. */
export function readInteger(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  if (!/^[+-]?\d+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** `1` and `true` switch a parameter on. */
export function readFlag(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text === '1' || text === 'true';
}
