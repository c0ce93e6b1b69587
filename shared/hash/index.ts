import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js';

/** The first `length` hexadecimal digits of the SHA-256 of a text. */
export const hashText = (text: string, length: number): string =>
  bytesToHex(sha256(utf8ToBytes(text))).slice(0, length);

/** The same for plain JSON data, whatever order its keys were written in. */
export const hashJson = (data: unknown, length: number): string => hashText(JSON.stringify(sortKeys(data)), length);

/** Are these the same plain JSON data, whatever order their keys were written in? A key whose value is undefined is none. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [some, others] = [listEntries(a), new Map(listEntries(b))];
  return (
    some.length === others.size && some.every(([key, value]) => others.has(key) && isSameJson(value, others.get(key)))
  );
}

const listEntries = (data: object) => Object.entries(data).filter(([, value]) => value !== undefined);

function sortKeys(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(sortKeys);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sortKeys(value)]),
  );
}
