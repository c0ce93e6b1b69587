import {ApiError} from '../cluster/index.ts';
import type {Context, Doorbell, ObjectReference, Outcome, Step} from '../step.ts';

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

/** What a step does. */
interface Reaction {
  /** For an object of this installation's namespace that rang. */
  readonly one: (object: ObjectReference, context: Context, bell: Doorbell) => Promise<Outcome>;
  /** For a bell that names none: a tick, or a start. Not for steps that nothing but an object wakes. */
  readonly all?: (context: Context) => Promise<Outcome>;
}

/** Makes a step of it, which answers with an outcome whatever fails, and whose requests end with its invocation. */
export const reacting =
  ({one, all}: Reaction): Step =>
  (bell, context) =>
    unlessItFails(() => {
      const within = {...context, cluster: context.cluster.within(context.signal)};
      if (bell.object === undefined) {
        // What reads events (webhook, standalone) rings no such step without an object.
        if (all === undefined) throw new Error(`a ${bell.type} names no object`);
        return all(within);
      }
      return bell.object.namespace === context.cluster.namespace
        ? one(bell.object, within, bell)
        : Promise.resolve(done('in another namespace'));
    }, context);

/** Worst first: what one event led to for several pullers is one answer. */
const severity = ['unavailable', 'conflict', 'postponed', 'done'] as const;

/** One outcome for several: the worst, or all decisions in one line. */
export function combineOutcomes(outcomes: readonly Outcome[]): Outcome {
  const worst = severity.map(result => outcomes.find(outcome => outcome.result === result)).find(found => found);
  if (worst === undefined) return done('nothing to do');
  if (worst.result !== 'done') return worst;
  return done(outcomes.flatMap(outcome => (outcome.result === 'done' ? [outcome.decision] : [])).join(', '));
}
