import type {Clock} from './clock.ts';

/** Keys of objects to look at, each at most once in the queue however often it was added: as in client-go. */
export interface WorkQueue {
  /** Handles the key soon, never within this call. */
  add(key: string): void;
  /** Handles the key after `delay` milliseconds; of several, the earliest. */
  addAfter(key: string, delay: number): void;
  /** Calls everything off. What is added later is ignored. */
  stop(): void;
}

/** A queue that hands each key to `handle`, one at a time. What `handle` throws is a defect and is not caught. */
export function createWorkQueue(clock: Clock, handle: (key: string) => void): WorkQueue {
  const waiting = new Map<string, {readonly due: number; readonly callOff: () => void}>();
  let stopped = false;

  const addAfter = (key: string, delay: number): void => {
    if (stopped) return;
    const due = clock.now() + delay;
    const earlier = waiting.get(key);
    if (earlier !== undefined && earlier.due <= due) return;
    earlier?.callOff();
    const callOff = clock.schedule(delay, () => {
      waiting.delete(key);
      handle(key);
    });
    waiting.set(key, {due, callOff});
  };

  return {
    add: key => addAfter(key, 0),
    addAfter,
    stop() {
      stopped = true;
      for (const {callOff} of waiting.values()) callOff();
      waiting.clear();
    },
  };
}
