import {ApiError} from '../cluster/index.ts';
import type {Outcome} from '../step.ts';

/** Beyond this the broker's backoff serves everyone better than another try at once. */
const tries = 5;

/**
 * Runs an attempt until it settles. `again`, or a conflict that it throws, means someone else wrote meanwhile, so that
 * everything it decided by may be stale.
 */
export async function untilSettled(attempt: () => Promise<Outcome | 'again'>): Promise<Outcome> {
  let reason = 'the ConfigMap changed';
  for (let tried = 0; tried < tries; tried++) {
    try {
      const outcome = await attempt();
      if (outcome !== 'again') return outcome;
      reason = 'the ConfigMap changed';
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure !== 'conflict') throw error;
      reason = error.message;
    }
  }
  return {result: 'conflict', reason: `${reason} (${tries} times in a row)`};
}
