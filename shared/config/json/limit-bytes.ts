import {utf8ToBytes} from '@noble/hashes/utils.js';
import {type Place, reject} from './place.ts';

/** Rejects a string map with more bytes of names and values than that, in UTF-8, in which Kubernetes counts. */
export const limitBytes =
  (most: number) =>
  (entries: {readonly [name: string]: string}, place: Place): void => {
    const texts = Object.entries(entries).flat();
    const bytes = texts.reduce((sum, text) => sum + utf8ToBytes(text).length, 0);
    if (bytes > most) reject(place, `has ${bytes} bytes of names and values`, `write at most ${most} bytes`);
  };
