import {setImmediate} from 'node:timers/promises';
import type {Clock} from '@image-puller/embedded-cluster/controllers';

/** Time that passes only when a test says so. */
export interface VirtualClock extends Clock {
  /** Lets so many milliseconds pass: runs what is due in its order, with all that it sets off. */
  advance(milliseconds: number): Promise<void>;
  /** How many timers wait. */
  pending(): number;
}

interface Timer {
  readonly due: number;
  readonly work: () => void;
}

export function createVirtualClock(start = Date.parse('2026-01-01T00:00:00Z')): VirtualClock {
  const timers = new Set<Timer>();
  let now = start;

  const findNext = (until: number): Timer | undefined => {
    let next: Timer | undefined;
    // A Set keeps the order of insertion, so of two timers for one moment the older runs first.
    for (const timer of timers) if (timer.due <= until && (next === undefined || timer.due < next.due)) next = timer;
    return next;
  };

  return {
    now: () => now,
    schedule(delay, work) {
      const timer = {due: now + Math.max(0, delay), work};
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(milliseconds) {
      const until = now + milliseconds;
      await setImmediate();
      for (let next = findNext(until); next !== undefined; next = findNext(until)) {
        now = Math.max(now, next.due);
        // All timers of this moment, then the promises they settle.
        for (let same = findNext(now); same !== undefined; same = findNext(now)) {
          timers.delete(same);
          same.work();
        }
        await setImmediate();
      }
      now = until;
    },
    pending: () => timers.size,
  };
}
