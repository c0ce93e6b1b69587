import type {Options} from 'p-retry';

/** How what failed is tried again, as a broker would: after 1 s, doubling to 30 s. In p-retry's words, in milliseconds. */
export const backoff = {minTimeout: 1000, factor: 2, maxTimeout: 30_000} as const satisfies Options;

/**
 * The same for a watch, before its try of this number again, 1 or more. p-retry has an end, the first success; a watch has
 * none: one that broke after it had lasted waits as after a first failure.
 */
export const pauseBefore = (retry: number): number =>
  Math.min(backoff.minTimeout * backoff.factor ** (retry - 1), backoff.maxTimeout);
