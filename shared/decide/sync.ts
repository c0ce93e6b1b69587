import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {hashJson, isSameJson} from '../hash/index.ts';
import {annotations} from '../names/index.ts';
import {coversSpec} from './covers.ts';

/** A part of a DaemonSet that is not as it should be. */
export type Difference = 'labels' | 'annotations' | 'owner' | 'spec' | 'spec record';

/**
 * What is known of the spec the API server would make of ours. It knows best, since it fills in defaults and reads `.2`
 * as `200m`: a dry run of the PUT answers with the generation the object would have, which counts changes of spec.
 */
export type SpecAnswer =
  /** Our record on the object says that this very spec was written and that nobody has changed it since. */
  | {readonly from: 'record'}
  | {readonly from: 'dry run'; readonly generation: number}
  /** The API server would not take it; each reason is a sentence. */
  | {readonly from: 'rejected'; readonly reasons: readonly string[]}
  /** Our record does not vouch for it and nobody was asked: taken as changed, and left to apply to find out. */
  | {readonly from: 'unasked'}
  /** A webhook forbids dry runs: only the fields that we write can be compared. */
  | {readonly from: 'fields'};

/** The record of a spec and the generation it got. It names the object, so that a copy of it is no proof for another. */
const buildSpecRecord = ({spec}: DaemonSet, uid: string | undefined, generation: number): string =>
  `${uid}-${generation}-${hashJson(spec, 16)}`;

/** Does the record on what is there say that `desired`'s spec was written and has stayed? Spares a dry run. */
export const matchesRecord = (desired: DaemonSet, {metadata = {}}: DaemonSet): boolean =>
  metadata.annotations?.[annotations.spec] === buildSpecRecord(desired, metadata.uid, metadata.generation ?? 0);

/**
 * The body to write over an object of that uid: `desired` with the record of its spec, where the generation it will get
 * is known.
 */
export function recordSpec(desired: DaemonSet, uid: string, generation: number | undefined): DaemonSet {
  const {[annotations.spec]: _stale, ...others} = desired.metadata?.annotations ?? {};
  const record = generation === undefined ? {} : {[annotations.spec]: buildSpecRecord(desired, uid, generation)};
  return {...desired, metadata: {...desired.metadata, annotations: {...others, ...record}}};
}

/**
 * Compares what is there with what is to be written over it (see `carryOver`).
 *
 * @returns the differences, in a fixed order; none means in sync
 */
export function assessDifferences(desired: DaemonSet, observed: DaemonSet, spec: SpecAnswer): readonly Difference[] {
  const written = desired.metadata ?? {};
  const there = observed.metadata ?? {};
  const found: Difference[] = [];
  if (!sameRecord(written.labels, there.labels)) found.push('labels');
  if (!sameRecord(withoutSpecRecord(written.annotations), withoutSpecRecord(there.annotations))) {
    found.push('annotations');
  }
  if (!isSameJson(written.ownerReferences ?? [], there.ownerReferences ?? [])) found.push('owner');
  if (!sameSpec(desired, observed, spec)) found.push('spec');
  else if (spec.from === 'dry run') found.push('spec record');
  return found;
}

function sameSpec(desired: DaemonSet, observed: DaemonSet, answer: SpecAnswer): boolean {
  switch (answer.from) {
    case 'record':
      return true;
    case 'dry run':
      return answer.generation === observed.metadata?.generation;
    case 'rejected':
    case 'unasked':
      return false;
    case 'fields':
      return coversSpec(observed.spec, desired.spec);
  }
}

const withoutSpecRecord = (record: Readonly<Record<string, string>> | undefined) =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([key]) => key !== annotations.spec));

const sameRecord = (
  a: Readonly<Record<string, string>> | undefined,
  b: Readonly<Record<string, string>> | undefined,
): boolean => isSameJson(a ?? {}, b ?? {});
