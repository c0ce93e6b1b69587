/** What came of a wake: its own run's value, or the news that a run still to start covers it. */
export type Woken<T> = {readonly result: 'ran'; readonly value: T} | {readonly result: 'covered'};

/** Runs at most one thing at a time for each key; see {@link createCoalescer}. */
export interface Coalescer<T> {
  /** Rejects with what `run` threw. `run` is not called where the answer is `covered`. */
  wake(key: string, run: () => Promise<T>): Promise<Woken<T>>;
  /** Resolves when nothing runs or waits. */
  settled(): Promise<void>;
}

/**
 * Folds wakes for one key together: one runs, one waits and starts when that one has ended, and all that arrive
 * meanwhile are `covered` at once, since the waiting one starts after them and reads what they rang for.
 *
 * So after the last wake there is always one complete run that started after it, and never two at a time for a key. A
 * run that fails fails its own wake alone: the waiting one starts all the same. A run that never ends holds its key, so
 * give each run a deadline.
 */
export function createCoalescer<T>(): Coalescer<T> {
  const keys = new Map<string, {readonly running: Promise<unknown>; waiting: boolean}>();

  const start = async (key: string, run: () => Promise<T>): Promise<Woken<T>> => {
    // A microtask later, so that the key is taken before `run` can wake it again or throw.
    const running = Promise.resolve().then(run);
    const entry = {running, waiting: false};
    keys.set(key, entry);
    try {
      return {result: 'ran', value: await running};
    } finally {
      // Whoever waits starts in a later microtask and puts its own entry here.
      if (!entry.waiting) keys.delete(key);
    }
  };

  return {
    async wake(key, run) {
      const entry = keys.get(key);
      if (entry === undefined) return await start(key, run);
      if (entry.waiting) return {result: 'covered'};
      entry.waiting = true;
      await Promise.allSettled([entry.running]);
      return await start(key, run);
    },
    async settled() {
      while (keys.size > 0) await Promise.allSettled([...keys.values()].map(({running}) => running));
    },
  };
}
