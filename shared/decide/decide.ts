import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {carryOver} from '../daemonset/index.ts';
import type {Live} from '../live/index.ts';
import {annotations} from '../names/index.ts';
import type {Ownership} from './ownership.ts';
import {assessDifferences, assessSync, type Difference, recordSpec, type SpecAnswer} from './sync.ts';

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
  | {readonly do: 'refuse'; readonly since: 'not ours' | 'invalid'; readonly because: readonly string[]}
  /** Its own deletion rings when it is through. */
  | {readonly do: 'wait'; readonly because: string}
  | {readonly do: 'nothing'};

/**
 * Decides what makes the DaemonSet of one lane what it should be.
 *
 * @param built what the configuration asks for
 * @param observed what has the name now; undefined where nothing has
 * @param spec what is known of the spec; undefined where nothing has the name
 * @param now what is noted as the time of a write that changes the spec
 */
export function decideAction(
  built: DaemonSet,
  observed: Live<DaemonSet> | undefined,
  ownership: Ownership,
  spec: SpecAnswer | undefined,
  now: Date,
): Action {
  const name = built.metadata?.name;
  if (ownership.is === 'Foreign') {
    return {do: 'refuse', since: 'not ours', because: [`the DaemonSet ${name} ${ownership.whose}`]};
  }
  if (ownership.is === 'Taken') {
    const whose = `belongs to the ConfigMap ${ownership.by}: choose another DAEMONSET_NAME, or delete that ConfigMap`;
    return {do: 'refuse', since: 'not ours', because: [`the DaemonSet ${name} ${whose}, and it passes to this one`]};
  }
  if (ownership.is === 'Deleting') return {do: 'wait', because: `the DaemonSet ${name} is being deleted`};
  if (observed === undefined) return {do: 'create', daemonSet: noteWrite(built, now)};
  if (spec?.from === 'rejection') return {do: 'refuse', since: 'invalid', because: spec.reasons};

  const answer = spec ?? {from: 'unasked'};
  const desired = carryOver(built, observed);
  const because = assessDifferences(desired, observed, answer);
  if (assessSync(observed, because) === 'InSync') return {do: 'nothing'};
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
    case 'rejection':
    case 'unasked':
    case 'fields':
      return undefined;
  }
}
