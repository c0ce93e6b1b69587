/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | {readonly [key: string]: Json};

/** An object of JSON. */
export type JsonObject = {readonly [key: string]: Json};

/** What becomes of a field whose value is zero: empty, `false`, 0, null, or left out. */
type WhenZero =
  /** Left out: zero and unset are the same. */
  | 'dropped'
  /** Kept where it was given: zero is not the same as unset. */
  | 'kept'
  /** Written even where it was left out. */
  | 'written';

interface Common {
  readonly whenZero: WhenZero;
  /** What the API server fills in where nothing (or a zero that counts as nothing) was given. */
  readonly default?: Json;
}

/** A single value; `bytes` is base64, `json` is anything, times are RFC 3339. */
export interface Scalar extends Common {
  readonly type:
    | 'string'
    | 'boolean'
    | 'integer'
    | 'quantity'
    | 'intOrString'
    | 'time'
    | 'microTime'
    | 'bytes'
    | 'json';
}

/** Values of one shape under any keys. */
export interface MapOf extends Common {
  readonly type: 'map';
  readonly values: Schema;
}

/** How a strategic merge patch treats a list. Without `mergeKey` and `merge` it is replaced as a whole. */
export interface MergeRule {
  /** Items with the same value under this key are merged. */
  readonly mergeKey?: string;
  /** The list is a set: new values are added. */
  readonly merge?: boolean;
}

export interface ListOf extends Common, MergeRule {
  readonly type: 'list';
  readonly items: Schema;
}

export interface Struct extends Common {
  readonly type: 'struct';
  /** In the order in which the API server writes them. */
  readonly fields: Readonly<Record<string, Schema>>;
}

/** A field that Kubernetes has and that nothing stands behind here: who sets it is refused. */
export interface NotImitated extends Common {
  readonly type: 'notImitated';
  /** Why, and what there is instead. */
  readonly words: string;
}

/** The shape of a value in the Kubernetes API: which fields there are, their types, defaults and merge keys. */
export type Schema = Scalar | MapOf | ListOf | Struct | NotImitated;

const scalar = (type: Scalar['type']): Scalar => ({type, whenZero: 'dropped'});

export const string: Scalar = scalar('string');
export const boolean: Scalar = scalar('boolean');
export const integer: Scalar = scalar('integer');
export const bytes: Scalar = scalar('bytes');
export const time: Scalar = scalar('time');
export const microTime: Scalar = scalar('microTime');
export const json: Scalar = {type: 'json', whenZero: 'kept'};
export const quantity: Scalar = {type: 'quantity', whenZero: 'kept'};
export const intOrString: Scalar = {type: 'intOrString', whenZero: 'kept'};

export const map = (values: Schema): MapOf => ({type: 'map', values, whenZero: 'dropped'});

export const list = (items: Schema, rule: MergeRule = {}): ListOf => ({
  type: 'list',
  items,
  whenZero: 'dropped',
  ...rule,
});

/** A struct that was given empty stays: `affinity: {}`. */
export const struct = (fields: Readonly<Record<string, Schema>>): Struct => ({
  type: 'struct',
  fields,
  whenZero: 'kept',
});

export const notImitated = (words: string): NotImitated => ({type: 'notImitated', words, whenZero: 'dropped'});

/** The same for several fields. */
export const noneImitated = (names: readonly string[], words: string): Readonly<Record<string, NotImitated>> =>
  Object.fromEntries(names.map(name => [name, notImitated(words)]));

/** The field is written even where it is zero or was left out. */
export const always = <T extends Schema>(schema: T): T => ({...schema, whenZero: 'written'});

/** `false`, 0 and `''` mean something else than leaving the field out. */
export const keepsZero = <T extends Schema>(schema: T): T => ({...schema, whenZero: 'kept'});

/** The field is left out where it is zero, though its kind would be written. */
export const nonzero = <T extends Schema>(schema: T): T => ({...schema, whenZero: 'dropped'});

/** The API server fills this in; its own defaulting functions are the source (pkg/apis of Kubernetes 1.36). */
export const withDefault = <T extends Schema>(schema: T, value: Json): T => ({...schema, default: value});

/** Tells an object from the other values of JSON. */
export function isJsonObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
