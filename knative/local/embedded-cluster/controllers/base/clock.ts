/** The time, and a way to wait: injected everywhere, so that a test can run hours in milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs the work once, `delay` milliseconds from now and never within this call. The function returned calls it off. */
  schedule(delay: number, work: () => void): () => void;
}

/** The longest delay that `setTimeout` takes; it would run longer ones at once. */
const longestTimeout = 2 ** 31 - 1;

/** The real time. Its timers keep no process alive. */
export function createSystemClock(): Clock {
  const schedule = (delay: number, work: () => void): (() => void) => {
    let callOff = (): void => {};
    const wait = (left: number): void => {
      const part = Math.min(left, longestTimeout);
      const timer = setTimeout(() => (left > part ? wait(left - part) : work()), part).unref();
      callOff = () => clearTimeout(timer);
    };
    wait(Math.max(0, delay));
    return () => callOff();
  };
  return {now: () => Date.now(), schedule};
}

/** A clock whose timers can all be called off together; after that it schedules nothing more. */
export function createScopedClock(clock: Clock): Clock & {stop(): void} {
  const pending = new Set<() => void>();
  let stopped = false;
  return {
    now: () => clock.now(),
    schedule(delay, work) {
      if (stopped) return () => {};
      const forget = (): void => {
        callOff();
        pending.delete(forget);
      };
      const callOff = clock.schedule(delay, () => {
        pending.delete(forget);
        work();
      });
      pending.add(forget);
      return forget;
    },
    stop() {
      stopped = true;
      for (const forget of pending) forget();
    },
  };
}

/** Resolves after `delay` milliseconds; rejects with the signal's reason as soon as that is aborted. */
export function sleep(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = (): void => {
      callOff();
      reject(signal.reason);
    };
    const callOff = clock.schedule(delay, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    signal.addEventListener('abort', abort, {once: true});
  });
}
