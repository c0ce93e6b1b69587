import type {ExecutionContext} from 'ava';
import {measureGaps, measureShareWithin, type Sample} from '../node/index.ts';

/** The names of the recorded images. */
const images = ['a', 'b', 'c'] as const;

/** Something about each of the images. */
type EachImage<T> = Readonly<Record<(typeof images)[number], T>>;

/** The times in which no look saw a holder of an image, in milliseconds. */
export function findGaps(samples: readonly Sample[], namespace: string): EachImage<readonly number[]> {
  const find = (image: string) =>
    measureGaps(samples, container => container.namespace === namespace && container.name === image).map(Math.round);
  return {a: find('a'), b: find('b'), c: find('c')};
}

/** No gap for any image. */
export const noGaps: EachImage<readonly number[]> = {a: [], b: [], c: []};

/** How many pods held images, one after another or at once. */
export const countPods = (samples: readonly Sample[], namespace: string): number =>
  new Set(
    samples.flatMap(({containers}) =>
      containers.filter(container => container.namespace === namespace).map(({podUid}) => podUid),
    ),
  ).size;

/** Were there twenty looks a second, all in all? */
export function assertRate(t: ExecutionContext, samples: readonly Sample[]): void {
  const [first, last] = [samples[0], samples.at(-1)];
  const rate = (samples.length - 1) / (((last?.at ?? 0) - (first?.at ?? 0)) / 1000);
  const share = measureShareWithin(samples, 50);
  t.log(`${samples.length} looks, ${Math.round(rate)} a second; ${(share * 100).toFixed(1)}% within 50 ms`);
  t.true(rate >= 20);
}
