/** A refresh that goes on, since a registry gave nothing: what is due is asked for again before the next interval. */
export interface Retry {
  /** How often a registry gave nothing, in a row; 1 or more. */
  readonly count: number;
  readonly at: Date;
}

/** To the first, in milliseconds; to each further one it is twice as long. */
const firstDelay = 10 * 60_000;

/**
 * When to ask a registry again that gave nothing.
 *
 * @param before the last time that it was put off
 * @param interval in milliseconds
 * @returns undefined where the next interval comes as soon: that will ask it
 */
export function decideRetry(before: Retry | undefined, interval: number, now: Date): Retry | undefined {
  const count = (before?.count ?? 0) + 1;
  const delay = firstDelay * 2 ** (count - 1);
  return delay < interval ? {count, at: new Date(now.getTime() + delay)} : undefined;
}

export const formatRetry = ({count, at}: Retry): string => `${count} ${at.toISOString()}`;

/** What is absent or was spoilt says nothing. */
export function parseRetry(text: string | undefined): Retry | undefined {
  const [, count = '', time = ''] = /^([1-9]\d?) (\S+)$/.exec(text ?? '') ?? [];
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? undefined : {count: Number(count), at};
}
