import {isDeepStrictEqual} from 'node:util';
import {parseQuantity} from '../quantity/index.ts';
import type {Schema} from './notation.ts';

/**
 * Whether two values mean the same: quantities by their amount (`512Mi` is `536870912`), everything else as written. That
 * is how Kubernetes decides whether a spec has changed.
 */
export function meansTheSame(schema: Schema | undefined, a: unknown, b: unknown): boolean {
  if (isDeepStrictEqual(a, b)) return true;
  switch (schema?.type) {
    case 'quantity':
      return typeof a === 'string' && typeof b === 'string' && parseQuantity(a)?.nanos === parseQuantity(b)?.nanos;
    case 'list':
      return (
        Array.isArray(a) &&
        Array.isArray(b) &&
        a.length === b.length &&
        a.every((item, index) => meansTheSame(schema.items, item, b[index]))
      );
    case 'map':
      return sameEntries(a, b, () => schema.values);
    case 'struct':
      return sameEntries(a, b, key => schema.fields[key]);
    default:
      return false;
  }
}

function sameEntries(a: unknown, b: unknown, schemaOf: (key: string) => Schema | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && meansTheSame(schemaOf(key), value, right.get(key)))
  );
}
