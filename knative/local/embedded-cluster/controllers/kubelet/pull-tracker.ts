import {type Clock, sleep} from '../base/index.ts';

/** One pull under way. */
export interface Pull {
  readonly image: string;
  readonly podUid: string;
  readonly sizeBytes: number;
  /** The part of its bytes that is there, from 0 to 1. */
  readonly fraction: number;
}

/** Knows how far each pull has got. */
export interface PullTracker {
  /** A pull that takes `duration` milliseconds. */
  track(pull: Omit<Pull, 'fraction'> & {readonly duration: number}, signal: AbortSignal): Promise<void>;
  pulls(): readonly Pull[];
}

/** `changed` is called when a pull begins and when one ends. */
export function createPullTracker(clock: Clock, changed: () => void): PullTracker {
  const underWay = new Set<() => Pull>();
  return {
    async track({duration, ...pull}, signal) {
      const began = clock.now();
      const look = (): Pull => ({...pull, fraction: Math.min(1, (clock.now() - began) / Math.max(1, duration))});
      underWay.add(look);
      changed();
      try {
        await sleep(clock, duration, signal);
      } finally {
        underWay.delete(look);
        changed();
      }
    },
    pulls: () => [...underWay].map(look => look()),
  };
}
