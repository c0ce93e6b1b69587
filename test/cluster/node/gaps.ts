import type {ExecutionContext} from 'ava';
import {measureGaps, measureShareWithin, type Sample} from './sample.ts';

/** The times without a holder of an image, by its name, in milliseconds. */
export const findGaps = (samples: readonly Sample[], namespace: string, name: string): readonly number[] =>
  measureGaps(samples, container => container.namespace === namespace && container.name === name);

/** Twenty looks a second or more, and evenly, as far as a machine that is busy lets them be. */
export function assertRate(t: ExecutionContext, samples: readonly Sample[]): void {
  const share = measureShareWithin(samples, 50);
  const [first, last] = [samples[0], samples.at(-1)];
  const rate = (samples.length - 1) / (((last?.at ?? 0) - (first?.at ?? 0)) / 1000);
  t.log(`${samples.length} looks, ${Math.round(rate)} a second; ${(share * 100).toFixed(1)}% within 50 ms`);
  t.true(rate >= 20);
  t.true(share >= 0.75);
}
