import type {Node} from 'jsonc-parser';
import type {Format} from '../../formats/index.ts';
import {quote} from '../quote.ts';
import {member, membersOf, nameType, type Place, type Reader, reject, warn} from './place.ts';

/** Tells what is wrong with one entry, which is then left out: as an error or as a warning. */
type Tell = (place: Place, wrong: string, allowed: string) => void;

/** What the entries of a string map must be, and what becomes of one that is not. */
export interface Entries {
  readonly key: Format;
  readonly value?: Format;
  /** Why nobody may write an entry of that name; undefined where they may. */
  readonly reserved?: (name: string) => string | undefined;
  readonly bad: 'rejects all' | 'is left out';
}

/**
 * A JSON object of strings, such as labels. A value `null` is an empty string, as in Go, with a warning; a name written
 * twice counts with its last value. `__proto__` is a name like any other.
 */
export function stringMap({key, value: format, reserved, bad}: Entries): Reader<{[name: string]: string}> {
  const tell: Tell = bad === 'rejects all' ? reject : (at, wrong, allowed) => warn(at, `${wrong}: left out`, allowed);
  return place => {
    if (place.node.type !== 'object') return reject(place, `is ${nameType(place.node)}`, 'write an object in { }');
    const entries = new Map<string, string>();
    for (const {name, value} of membersOf(place.node)) {
      const at = member(place, value, name);
      if (entries.has(name)) warn(at, 'is written twice', 'write it once; the last one counts');
      const text = parseValue(at, value, tell);
      if (text === undefined) continue;
      const why = reserved?.(name);
      if (why !== undefined) tell(at, `${quote(name)} is not yours to set: ${why}`, 'write another name');
      else if (!key.matches(name)) tell(at, `${quote(name)} is not ${key.called}`, key.allowed);
      else if (format !== undefined && !format.matches(text))
        tell(at, `${quote(text)} is not ${format.called}`, format.allowed);
      else entries.set(name, text);
    }
    return Object.fromEntries(entries);
  };
}

function parseValue(at: Place, node: Node, tell: Tell): string | undefined {
  const value: unknown = node.value;
  if (typeof value === 'string') return value;
  if (node.type === 'null') {
    warn(at, 'is null and read as an empty string', 'write a string in double quotes');
    return '';
  }
  tell(at, `is ${nameType(node)}`, 'write a string in double quotes');
  return undefined;
}
