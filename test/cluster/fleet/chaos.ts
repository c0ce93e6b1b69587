import {setTimeout as wait} from 'node:timers/promises';
import fc from 'fast-check';
import type {Installation} from '../functions/index.ts';

/** Those that change anything; each has moments in which it has done one thing and not the next. */
const victims = ['apply', 'check', 'refresh'] as const;

/** Functions that are killed again and again. */
export interface Chaos {
  /** How many were, so far. */
  readonly kills: number;
  /** Lets the functions' clocks be that many hours ahead. */
  passHours(hours: number): Promise<void>;
  /** Ends it; all functions run. */
  stop(): Promise<void>;
}

/**
 * Kills functions in the middle of their work, one each few seconds, and starts them anew; every third time the tick comes,
 * which brings back what died with them.
 *
 * @param seed of which, and when
 */
export function startChaos(installation: Installation, seed: number): Chaos {
  const schedule = fc.sample(fc.tuple(fc.integer({min: 200, max: 6000}), fc.constantFrom(...victims)), {
    seed,
    numRuns: 500,
  });
  const stopping = new AbortController();
  let kills = 0;
  // One thing at a time: what is being started can't be started anew.
  let last: Promise<void> = Promise.resolve();
  const next = (act: () => Promise<void>): Promise<void> => {
    last = last.then(act);
    return last;
  };
  const ended = (async () => {
    for (const [pause, victim] of schedule) {
      await wait(pause, undefined, {signal: stopping.signal}).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await next(() => installation.crash(victim));
      kills++;
      if (kills % 3 === 0) await installation.tick();
    }
  })();
  return {
    get kills() {
      return kills;
    },
    passHours: hours => next(() => installation.restart(hours)),
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
