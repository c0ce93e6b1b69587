import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {carryOver} from '../daemonset/index.ts';
import type {Live} from '../live/index.ts';
import {annotations} from '../names/index.ts';
import type {Ownership} from './ownership.ts';
import {assessDifferences, type Difference, recordSpec, type SpecAnswer} from './sync.ts';

/** What to do about one DaemonSet. */
export type Action =
  | {readonly do: 'create'; readonly daemonSet: DaemonSet}
  | {
      readonly do: 'replace';
      readonly daemonSet: DaemonSet;
      readonly over: Live<DaemonSet>;
      readonly because: readonly Difference[];
    }
  /** Nothing is written and its author is told why: it is somebody else's, or the API server would not take it. */
  | {readonly do: 'decline'; readonly since: 'not ours' | 'invalid'; readonly because: readonly string[]}
  /** Its own deletion rings when it is through. */
  | {readonly do: 'wait'; readonly because: string}
  | {readonly do: 'nothing'};

/**
 * Decides what is to be done where whose a DaemonSet is leaves nothing to write.
 *
 * @param name the DaemonSet's
 * @returns undefined where it is to be made, or written
 */
export function decideByOwnership(name: string, ownership: Ownership): Action | undefined {
  switch (ownership.is) {
    case 'Foreign':
      return {do: 'decline', since: 'not ours', because: [`the DaemonSet ${name} ${ownership.whose}`]};
    case 'Taken': {
      const whose = `belongs to the ConfigMap ${ownership.by}: choose another DAEMONSET_NAME, or delete that ConfigMap`;
      return {do: 'decline', since: 'not ours', because: [`the DaemonSet ${name} ${whose}, and it passes to this one`]};
    }
    case 'Deleting':
      return {do: 'wait', because: `the DaemonSet ${name} is being deleted`};
    case 'Absent':
    case 'Ours':
    case 'Inherited':
    case 'Adoptable':
      return undefined;
  }
}

/**
 * Decides what makes the DaemonSet of one lane what it should be, where it is ours to write.
 *
 * @param built what the configuration asks for
 * @param observed what has the name now; undefined where nothing has
 * @param spec what is known of the spec; undefined where nothing has the name
 * @param now what is noted as the time of a write that changes the spec
 */
export function decideWrite(
  built: DaemonSet,
  observed: Live<DaemonSet> | undefined,
  spec: SpecAnswer | undefined,
  now: Date,
): Action {
  if (observed === undefined) return {do: 'create', daemonSet: noteWrite(built, now)};
  if (spec?.from === 'rejected') return {do: 'decline', since: 'invalid', because: spec.reasons};

  const answer = spec ?? {from: 'unasked'};
  const desired = carryOver(built, observed);
  const because = assessDifferences(desired, observed, answer);
  if (because.length === 0) return {do: 'nothing'};
  const body = because.includes('spec') ? noteWrite(desired, now) : desired;
  const daemonSet = recordSpec(body, observed.metadata.uid, findGeneration(observed, answer));
  return {do: 'replace', daemonSet, over: observed, because};
}

const noteWrite = (daemonSet: DaemonSet, now: Date): DaemonSet => ({
  ...daemonSet,
  metadata: {
    ...daemonSet.metadata,
    annotations: {...daemonSet.metadata?.annotations, [annotations.specWrittenAt]: now.toISOString()},
  },
});

/** The generation that a PUT will answer with; unknown where no dry run told it. */
function findGeneration(observed: DaemonSet, answer: SpecAnswer): number | undefined {
  switch (answer.from) {
    case 'record':
      return observed.metadata?.generation;
    case 'dry run':
      return answer.generation;
    case 'rejected':
    case 'unasked':
    case 'fields':
      return undefined;
  }
}
