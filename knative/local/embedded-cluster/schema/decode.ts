import {formatQuantity, parseQuantity, roundUpToMilli} from '../quantity/index.ts';
import {isJsonObject, type Json, type JsonObject, type Schema, type Struct} from './notation.ts';
import {mismatch, NotImitatedError, type Position, readScalar} from './scalars.ts';

export interface Decoded {
  /** Fields in the order of the schema, defaults filled in, zeros dropped, quantities and times canonical. */
  readonly value: JsonObject;
  /** Paths of fields that the schema does not know, such as `spec.template.spec.affinity.nope`; they are dropped. */
  readonly unknownFields: readonly string[];
}

/**
 * Reads an object as the API server does.
 *
 * @param kind Names the object in errors.
 * @throws {DecodeError} Where a value has another type than its field.
 * @throws {NotImitatedError} Where a field is set that nothing stands behind.
 */
export function decode(schema: Struct, json: JsonObject, kind: string): Decoded {
  const unknownFields: string[] = [];
  const value = readStruct(schema, json, {kind, path: '', indexed: '', unknownFields});
  return {value, unknownFields};
}

function under(position: Position, key: string): Position {
  const join = (path: string): string => (path === '' ? key : `${path}.${key}`);
  return {...position, path: join(position.path), indexed: join(position.indexed)};
}

function readStruct({fields}: Struct, json: JsonObject, position: Position): JsonObject {
  const given = new Map<string, Json>();
  for (const [key, value] of Object.entries(json)) {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field !== undefined) given.set(key, readValue(field, value, under(position, key)));
    else if (position.path !== '' || (key !== 'apiVersion' && key !== 'kind')) {
      position.unknownFields.push(under(position, key).indexed);
    }
  }
  const written = Object.entries(fields).flatMap(([key, field]) => {
    const value = settle(field, given.get(key) ?? null);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(written);
}

/** The value of a field as it is stored, or undefined where it is left out. Null is unset. */
function settle(field: Schema, value: Json): Json | undefined {
  const unset = value === null || (field.whenZero === 'dropped' && isZero(value));
  if (!unset) return value;
  if (field.default !== undefined) return field.type === 'struct' ? settleStruct(field, field.default) : field.default;
  return field.whenZero === 'written' ? zeroOf(field) : undefined;
}

function settleStruct(struct: Struct, value: Json): Json {
  return decode(struct, isJsonObject(value) ? value : {}, '').value;
}

function isZero(value: Json): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === '' || value === 0 || value === false;
}

function zeroOf(schema: Schema): Json {
  switch (schema.type) {
    case 'struct':
      return settleStruct(schema, {});
    case 'list':
      return [];
    case 'map':
      return {};
    case 'boolean':
      return false;
    case 'integer':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'string':
    case 'bytes':
      return '';
    default:
      return null;
  }
}

function readValue(schema: Schema, json: Json, position: Position): Json {
  if (schema.type === 'json') return json;
  if (json === null) return null;
  switch (schema.type) {
    case 'struct':
      return isJsonObject(json) ? readStruct(schema, json, position) : mismatch(schema, json, position);
    case 'list':
      if (!Array.isArray(json)) return mismatch(schema, json, position);
      return json.map((item, index) =>
        readItem(schema.items, item, {...position, indexed: `${position.indexed}[${index}]`}),
      );
    case 'map':
      return isJsonObject(json) ? readMap(schema.values, json, position) : mismatch(schema, json, position);
    case 'notImitated':
      // An empty list says that there is none of it.
      if (Array.isArray(json) && json.length === 0) return null;
      throw new NotImitatedError(`${position.indexed}: ${schema.words}`);
    default:
      return readScalar(schema, json, position);
  }
}

function readItem(schema: Schema, json: Json, position: Position): Json {
  return readValue(schema, json, position) ?? zeroOf(schema);
}

/** Keys are sorted, as the API server writes them. */
function readMap(values: Schema, json: JsonObject, position: Position): JsonObject {
  const entries = Object.entries(json).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, readMapValue(values, value, position)]));
}

/** Quantities in maps are resources of containers and nodes: those are rounded to thousandths. */
function readMapValue(schema: Schema, json: Json, position: Position): Json {
  const value = readItem(schema, json, position);
  const quantity = schema.type === 'quantity' && typeof value === 'string' ? parseQuantity(value) : undefined;
  return quantity === undefined ? value : formatQuantity(roundUpToMilli(quantity));
}
