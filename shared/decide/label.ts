import type {ConfigMap} from 'kubernetes-types/core/v1';
import {configMapLabel} from '../names/index.ts';

/** What says no, in YAML and elsewhere: who writes it wants no puller, and gets none. */
const no: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', 'off', '0']);

/** Is a ConfigMap labelled as the configuration of a puller? No other value than the exact one counts, as in selectors. */
export const isLabelled = ({metadata}: ConfigMap): boolean =>
  metadata?.labels?.[configMapLabel.key] === configMapLabel.value;

/**
 * The value of the label, where its author seems to have meant a puller and there is none: `True`, `yes`, `1`, an empty
 * one. Undefined where it is right, says no or is not there, and of a ConfigMap that is being deleted.
 */
export function findIgnoredLabel({metadata}: ConfigMap): string | undefined {
  const value = metadata?.labels?.[configMapLabel.key];
  const isIgnored =
    value !== undefined &&
    value !== configMapLabel.value &&
    !no.has(value.toLowerCase()) &&
    !metadata?.deletionTimestamp;
  return isIgnored ? value : undefined;
}
