import {carryOver, hashTemplate} from '@image-puller/shared/daemonset';
import {recordSpec} from '@image-puller/shared/decide';
import {isSameJson} from '@image-puller/shared/hash';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {live} from '../samples.ts';

/** Which template its pods are to be of, as the DaemonSet controller counts them. */
export const generationOf = ({metadata}: DaemonSet): string =>
  metadata?.annotations?.['deprecated.daemonset.template.generation'] ?? '';

/** What the API server makes of a new DaemonSet, with the record of its spec that is written on it then. */
export function create(daemonSet: DaemonSet, uid: string, time: Date): Live<DaemonSet> {
  const created = live(countTemplate(daemonSet, '1'), {uid, generation: 1, creationTimestamp: time.toISOString()});
  return replace(created, recordSpec(carryOver(daemonSet, created), uid, 1));
}

/** What the API server makes of a DaemonSet that is written over another. */
export function replace(observed: Live<DaemonSet>, daemonSet: DaemonSet): Live<DaemonSet> {
  const isOther = hashTemplate(daemonSet.spec?.template) !== hashTemplate(observed.spec?.template);
  const before = Number(generationOf(observed));
  const next = countTemplate(daemonSet, String(isOther ? before + 1 : before));
  return {...next, metadata: {...observed.metadata, ...next.metadata, generation: nextGeneration(observed, daemonSet)}};
}

/** The generation that a write would have. */
export const nextGeneration = ({metadata, spec}: Live<DaemonSet>, daemonSet: DaemonSet): number =>
  (metadata.generation ?? 0) + (isSameJson(daemonSet.spec, spec) ? 0 : 1);

/** Merges annotations into those that are there. */
export function annotate(observed: Live<DaemonSet>, changes: Readonly<Record<string, string | null>>): Live<DaemonSet> {
  const merged = {...observed.metadata.annotations, ...changes};
  const annotations = Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== null),
  );
  return {...observed, metadata: {...observed.metadata, annotations}};
}

const countTemplate = (daemonSet: DaemonSet, generation: string): DaemonSet => ({
  ...daemonSet,
  metadata: {
    ...daemonSet.metadata,
    annotations: {...daemonSet.metadata?.annotations, 'deprecated.daemonset.template.generation': generation},
  },
});
