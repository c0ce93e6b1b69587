import {createHash} from 'node:crypto';
import type {PodTemplateSpec} from 'kubernetes-types/core/v1';

/** No vowels, no words: Kubernetes' alphabet for hashes and generated names. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/**
 * The `controller-revision-hash` of a template: the same for the same content, whatever the order of its keys, so going
 * back to an earlier template goes back to its hash. (Kubernetes finds the earlier one among its ControllerRevisions.)
 */
export function hashTemplate(template: PodTemplateSpec): string {
  const digest = createHash('sha256').update(JSON.stringify(template, sortKeys)).digest();
  return Array.from(digest.subarray(0, 10), byte => alphabet[byte % alphabet.length]).join('');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
