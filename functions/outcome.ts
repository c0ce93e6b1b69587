import {ApiError} from './cluster/index.ts';
import type {Outcome, Step} from './step.ts';

/** Finished; `decision` is for the log. */
export const done = (decision: string): Outcome => ({result: 'done', decision});

/**
 * Makes an outcome of the failures that a step can't decide about: someone else wrote faster, or the API server is away
 * or does not let us. Everything else that is thrown is a defect and goes on.
 */
export async function unlessItFails(
  run: () => Promise<Outcome>,
  {signal}: {readonly signal: AbortSignal},
): Promise<Outcome> {
  try {
    return await run();
  } catch (error) {
    if (signal.aborted) return {result: 'unavailable', reason: 'the deadline of this invocation has passed'};
    if (!(error instanceof ApiError)) throw error;
    return {result: error.failure === 'conflict' ? 'conflict' : 'unavailable', reason: error.message};
  }
}

/** A step that answers with an outcome whatever fails, and whose requests end with its invocation. */
export const answering =
  (step: Step): Step =>
  (bell, context) =>
    unlessItFails(() => step(bell, {...context, cluster: context.cluster.within(context.signal)}), context);

/** Worst first: what one event led to for several pullers is one answer. */
const severity = ['unavailable', 'conflict', 'malformed', 'postponed', 'done'] as const;

/** One outcome for several: the worst, or all decisions in one line. */
export function combineOutcomes(outcomes: readonly Outcome[]): Outcome {
  const worst = severity.map(result => outcomes.find(outcome => outcome.result === result)).find(found => found);
  if (worst === undefined) return done('nothing to do');
  if (worst.result !== 'done') return worst;
  return done(outcomes.flatMap(outcome => (outcome.result === 'done' ? [outcome.decision] : [])).join(', '));
}
