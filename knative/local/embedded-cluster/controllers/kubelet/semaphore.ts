/** Lets so many tasks run at a time; the others wait in the order in which they came. */
export interface Semaphore {
  /** Runs the task when it is its turn. One whose signal is aborted meanwhile never runs: rejects with the reason. */
  run<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createSemaphore(places: number): Semaphore {
  const waiting: (() => void)[] = [];
  let free = places;

  const enter = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>(resolve => waiting.push(resolve));
  };
  // A place that someone waits for is handed over, never free in between.
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  return {
    async run(task, signal) {
      await enter();
      try {
        signal.throwIfAborted();
        return await task();
      } finally {
        leave();
      }
    },
  };
}
