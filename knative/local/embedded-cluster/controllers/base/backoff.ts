/** A delay that doubles from `initial` to `max`, in milliseconds. */
export interface BackoffDelays {
  readonly initial: number;
  readonly max: number;
}

/** How long each key has to wait after its failures: client-go's flowcontrol.Backoff. */
export interface Backoff {
  /** Milliseconds left at `now`; 0 when the key may be tried. */
  remaining(key: string, now: number): number;
  /** Notes a failure: the key waits from now on, twice as long as the last time. */
  fail(key: string, now: number): void;
}

/** No key waits. A key that has been quiet for twice the longest delay starts again at the initial one. */
export function createBackoff({initial, max}: BackoffDelays): Backoff {
  const failures = new Map<string, {readonly at: number; readonly delay: number}>();
  return {
    remaining(key, now) {
      const last = failures.get(key);
      return last === undefined ? 0 : Math.max(0, last.at + last.delay - now);
    },
    fail(key, now) {
      const last = failures.get(key);
      const forgotten = last === undefined || now - last.at > 2 * max;
      failures.set(key, {at: now, delay: forgotten ? initial : Math.min(last.delay * 2, max)});
    },
  };
}
