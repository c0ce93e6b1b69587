import {type Place, reject} from './place.ts';

/** Rejects a string map with more bytes of names and values than that, in UTF-8, in which Kubernetes counts. */
export const limitBytes =
  (most: number) =>
  (entries: {readonly [name: string]: string}, place: Place): void => {
    const bytes = Object.entries(entries).reduce((sum, [name, value]) => sum + name.length + countBytes(value), 0);
    if (bytes > most) reject(place, `has ${bytes} bytes of names and values`, `write at most ${most} bytes`);
  };

function countBytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
