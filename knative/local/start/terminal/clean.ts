import {stripVTControlCharacters} from 'node:util';

/**
 * Words from a registry, a cluster or a file as a terminal may show them: on one line, and without the control
 * characters by which a terminal is commanded.
 */
export const clean = (text: string): string =>
  stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
