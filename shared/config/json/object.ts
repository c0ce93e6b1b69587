import {quote} from '../quote.ts';
import {member, membersOf, nameType, type Place, type Reader, reject, warn} from './place.ts';

/** How a field is read, and what its absence means. */
export interface Field<T> {
  readonly read: Reader<T>;
  readonly absent: 'fine' | 'wrong' | {readonly means: T};
}

/** A reader for every field of a Kubernetes type: one that is forgotten does not compile. */
export type Fields<T> = {readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>>};

/** A field that may be left out or null. */
export function optional<T>(read: Reader<T>): Field<T> {
  return {read, absent: 'fine'};
}

/** A field whose absence means this value. */
export function defaulted<T>(read: Reader<T>, means: T): Field<T> {
  return {read, absent: {means}};
}

/** A field that must be there. */
export function required<T>(read: Reader<T>): Field<T> {
  return {read, absent: 'wrong'};
}

/**
 * A JSON object with these fields. One that is not known is a warning and left out, as the API server would. A name in
 * other capitals is taken, as Go's decoder took it, with a warning; written twice, the last counts, as there.
 */
export function object<T extends object>(fields: Fields<T>): Reader<T> {
  const names = fieldNames(fields);
  return place => {
    if (place.node.type !== 'object') return reject(place, `is ${nameType(place.node)}`, 'write an object in { }');
    const value: Partial<T> = {};
    const found = locateFields(place, names);
    for (const name of names) {
      const {read, absent} = fields[name];
      const at = found.get(name);
      if (at !== undefined) {
        const understood = read(at);
        if (understood !== undefined) value[name] = understood;
      } else if (absent === 'wrong') {
        reject(member(place, place.node, name), 'is missing', `write "${name}"`);
      } else if (absent !== 'fine') {
        value[name] = absent.means;
      }
    }
    return isComplete(value, fields) ? value : undefined;
  };
}

/** The place of each field that is there and not null. */
function locateFields<K extends string>(place: Place, names: readonly K[]): ReadonlyMap<K, Place> {
  const found = new Map<K, Place>();
  const seen = new Set<K>();
  for (const {name: written, value} of membersOf(place.node)) {
    const at = member(place, value, written);
    const name =
      names.find(candidate => candidate === written) ??
      names.find(candidate => candidate.toLowerCase() === written.toLowerCase());
    if (name === undefined) {
      warn(at, 'is not known and left out', `write ${names.join(', ')}`);
      continue;
    }
    if (name !== written) warn(at, `is written ${quote(written)}`, `write "${name}"`);
    if (seen.has(name)) warn(at, 'is written twice', 'write it once; the last one counts');
    seen.add(name);
    if (value.type === 'null') found.delete(name);
    else found.set(name, at);
  }
  return found;
}

function isComplete<T extends object>(value: Partial<T>, fields: Fields<T>): value is T {
  return fieldNames(fields).every(name => fields[name].absent === 'fine' || Object.hasOwn(value, name));
}

function fieldNames<T extends object>(fields: Fields<T>): readonly (keyof T & string)[] {
  return Object.keys(fields).filter((name): name is keyof T & string => Object.hasOwn(fields, name));
}
