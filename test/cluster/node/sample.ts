import {getPriority, setPriority} from 'node:os';
import type {Scope} from '../start.ts';
import type {RunningContainer} from './containers.ts';
import type {RealNode} from './node.ts';

/** What ran on a node at one moment. */
export interface Sample {
  /** Milliseconds, from `performance.now`. */
  readonly at: number;
  readonly containers: readonly RunningContainer[];
}

/** Looks that go on. */
export interface Sampling {
  /** Looks a last time, and ends; all that was seen, oldest first. Later calls answer the same. */
  stop(): readonly Sample[];
}

/**
 * Looks at what runs on a node again and again, until it is told to stop or the test ends. Meanwhile this thread goes
 * before others, and so do programs that it starts: on a machine that is busy it would look too seldom.
 *
 * @param every milliseconds from one look to the next: by default there are forty a second
 */
export function sampleContainers(t: Scope, {readContainers}: Pick<RealNode, 'readContainers'>, every = 25): Sampling {
  const samples: Sample[] = [];
  const priority = getPriority();
  setPriority(-15);
  const look = () => samples.push({at: performance.now(), containers: readContainers()});
  look();
  const timer = setInterval(look, every);
  let isOn = true;
  const stop = () => {
    if (isOn) {
      isOn = false;
      clearInterval(timer);
      setPriority(priority);
      look();
    }
    return samples;
  };
  t.teardown(stop);
  return {stop};
}

/**
 * The times in which one can't be sure that a container that will do was running, in milliseconds, oldest first.
 *
 * Sure is more than seen: between two looks one ran if the same one was there at both. Where another took its place in
 * between, or none was there, that is a gap: from the last look that saw one to the next that does, or to the end.
 */
export function measureGaps(
  samples: readonly Sample[],
  willDo: (container: RunningContainer) => boolean,
): readonly number[] {
  const gaps: number[] = [];
  let last: {readonly at: number; readonly ids: ReadonlySet<string>} | undefined;
  for (const {at, containers} of samples) {
    const ids = new Set(containers.filter(willDo).map(({id}) => id));
    if (ids.size === 0 && last !== undefined) continue;
    if (last !== undefined && ![...last.ids].some(id => ids.has(id))) gaps.push(at - last.at);
    last = {at, ids};
  }
  const end = samples.at(-1)?.at ?? 0;
  return last === undefined || last.at === end ? gaps : [...gaps, end - last.at];
}

/** The share of looks that were at most that many milliseconds after the one before: 1 is all of them. */
export function measureShareWithin(samples: readonly Sample[], milliseconds: number): number {
  const distances = samples.slice(1).map(({at}, index) => at - (samples[index]?.at ?? at));
  return distances.filter(distance => distance <= milliseconds).length / distances.length;
}
