import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {PullerConfig} from '../config/index.ts';
import {annotations} from '../names/index.ts';

/**
 * A refresh that goes on, since a registry gave nothing or no scout was let in: what is due is asked for again before the
 * next interval.
 */
export interface Retry {
  /** How often that was so, in a row; 1 or more. */
  readonly count: number;
  readonly at: Date;
}

/** To the first, in milliseconds; to each further one it is twice as long. */
const firstDelay = 10 * 60_000;
const hour = 3_600_000;

/**
 * When to ask a registry again that gave nothing, or was not asked.
 *
 * @param daemonSet with the note of the last time that it was put off
 * @returns undefined where the next interval comes as soon: that will ask it
 */
export function decideRetry(
  {cachingIntervalHours}: Pick<PullerConfig, 'cachingIntervalHours'>,
  daemonSet: DaemonSet,
  now: Date,
): Retry | undefined {
  const count = (parseRetry(daemonSet)?.count ?? 0) + 1;
  const delay = firstDelay * 2 ** (count - 1);
  return delay < cachingIntervalHours * hour ? {count, at: new Date(now.getTime() + delay)} : undefined;
}

export const formatRetry = ({count, at}: Retry): string => `${count} ${at.toISOString()}`;

/** What a DaemonSet notes of it; what is absent or was spoilt says nothing. */
export function parseRetry({metadata}: DaemonSet): Retry | undefined {
  const text = metadata?.annotations?.[annotations.refreshRetry] ?? '';
  const [, count = '', time = ''] = /^([1-9]\d?) (\S+)$/.exec(text) ?? [];
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? undefined : {count: Number(count), at};
}
