import {formatQuantity, parseQuantity, quantityRule} from '../quantity/index.ts';
import type {Json, Scalar, Schema} from './notation.ts';
import {decodeTime} from './times.ts';

/** What a body cannot be read as: the message says which field has which wrong type. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** A field that is not imitated, by its path, and why: the body is right, and would be taken by a real cluster. */
export class NotImitatedError extends Error {
  override readonly name = 'NotImitatedError';
}

/** Where in an object reading has got to. */
export interface Position {
  readonly kind: string;
  /** `spec.containers.image`, as type errors name it. */
  readonly path: string;
  /** `spec.containers[0].image`, as unknown fields are named. */
  readonly indexed: string;
  /** Collects what the schema does not know. */
  readonly unknownFields: string[];
}

/** Reads a single value, in its canonical form. */
export function readScalar(schema: Scalar, json: Json, position: Position): Json {
  switch (schema.type) {
    case 'string':
      return typeof json === 'string' ? json : mismatch(schema, json, position);
    case 'boolean':
      return typeof json === 'boolean' ? json : mismatch(schema, json, position);
    case 'integer':
      return Number.isInteger(json) ? json : mismatch(schema, json, position);
    case 'intOrString':
      return typeof json === 'string' || Number.isInteger(json) ? json : mismatch(schema, json, position);
    case 'quantity':
      return readQuantity(json);
    case 'bytes':
      if (typeof json !== 'string') return mismatch(schema, json, position);
      if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(json)) {
        throw new DecodeError(`illegal base64 data in ${position.path}`);
      }
      return json;
    case 'json':
      return json;
    case 'time':
    case 'microTime':
      if (typeof json !== 'string') return mismatch(schema, json, position);
      return (
        decodeTime(json, schema.type) ??
        fail(`${position.path}: "${json}" is not an RFC 3339 time such as 2026-01-31T12:00:00Z`)
      );
  }
}

function readQuantity(json: Json): string {
  const text = typeof json === 'number' ? String(json) : typeof json === 'string' ? json.trim() : undefined;
  const quantity = text === undefined ? undefined : parseQuantity(text);
  return quantity === undefined ? fail(quantityRule) : formatQuantity(quantity);
}

function fail(message: string): never {
  throw new DecodeError(message);
}

/** The words of Go's encoding/json, by which clients know the mistake. */
export function mismatch(schema: Schema, json: Json, {kind, path}: Position): never {
  const found = typeof json === 'number' && !Number.isInteger(json) ? `number ${json}` : nameType(json);
  fail(`json: cannot unmarshal ${found} into Go struct field ${kind}.${path} of type ${nameSchema(schema)}`);
}

function nameType(json: Json): string {
  if (Array.isArray(json)) return 'array';
  return typeof json === 'boolean' ? 'bool' : typeof json;
}

function nameSchema(schema: Schema): string {
  switch (schema.type) {
    case 'list':
      return `[]${nameSchema(schema.items)}`;
    case 'map':
      return `map[string]${nameSchema(schema.values)}`;
    case 'boolean':
      return 'bool';
    case 'integer':
    case 'intOrString':
      return 'int32';
    case 'struct':
      return 'struct';
    default:
      return 'string';
  }
}
