import type {Clock} from '../base/index.ts';

/** Wakes one sleeper. */
export interface Bell {
  ring(): void;
  /**
   * Resolves when it rings, or at once if it has rung since the last wait, or else after `delay` milliseconds if there
   * is one. Rejects with the signal's reason.
   */
  wait(delay: number | undefined, signal: AbortSignal): Promise<'rang' | 'due'>;
}

export function createBell(clock: Clock): Bell {
  let rung = false;
  let wake = (): void => {};

  return {
    ring() {
      rung = true;
      wake();
    },
    wait: (delay, signal) =>
      new Promise((resolve, reject) => {
        const leave = (settle: () => void): void => {
          callOff();
          signal.removeEventListener('abort', abort);
          wake = () => {};
          settle();
        };
        const abort = (): void => leave(() => reject(signal.reason));
        const callOff = delay === undefined ? () => {} : clock.schedule(delay, () => leave(() => resolve('due')));
        wake = () =>
          leave(() => {
            rung = false;
            resolve('rang');
          });
        signal.addEventListener('abort', abort, {once: true});
        if (signal.aborted) abort();
        else if (rung) wake();
      }),
  };
}
