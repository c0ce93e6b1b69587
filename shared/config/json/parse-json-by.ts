import type {Parsed} from '../types.ts';
import {parseJson} from './parse-json.ts';
import type {Findings, Reader} from './place.ts';

/**
 * What the reader understands of a JSON text. `null` means the same as not set, as it does in Go. `allowed` says what the
 * value should be, for texts that are not JSON at all.
 */
export function parseJsonBy<T>(text: string, reader: Reader<T>, unset: T, allowed: string): Parsed<T> {
  const parsed = parseJson(text, allowed);
  if ('errors' in parsed) return parsed;
  if (parsed.value.type === 'null') return {value: unset, warnings: []};
  const findings: Findings = {warnings: [], errors: []};
  const value = reader({node: parsed.value, path: '', findings});
  return value === undefined || findings.errors.length > 0 ? findings : {value, warnings: findings.warnings};
}
