import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {PullerConfig} from '../config/index.ts';
import {annotations} from '../names/index.ts';
import {findGrant, findRequest, type RefreshRequest} from './request.ts';
import {parseRetry} from './retry.ts';

/** Whether the nodes should ask the registry for their tags again. */
export type RefreshDecision =
  | {
      readonly due: false;
      readonly because: 'never' | 'not yet' | 'rolling' | 'asked too soon';
      /** Was asked for, and waits. */
      readonly request: RefreshRequest | undefined;
    }
  /** `token` goes into the pod template and so rolls it; `request` is what is granted by it, if anything. */
  | {readonly due: true; readonly token: string; readonly request: RefreshRequest | undefined};

const hour = 3_600_000;

/**
 * Due `CACHING_INTERVAL_HOURS` after the last refresh, or after the DaemonSet became ours; never while a rollout is
 * under way, and not before the time to which it was put off. A time in the future counts as none: it was written by a
 * clock that is wrong.
 *
 * One that was asked for is due at once, whatever the policy, but not twice within a minute.
 */
export function decideRefresh(
  config: PullerConfig,
  daemonSet: DaemonSet,
  rolling: boolean,
  now: Date,
): RefreshDecision {
  const request = findRequest(daemonSet);
  if (config.refreshPolicy === 'never' && request === undefined) return {due: false, because: 'never', request};
  if (rolling) return {due: false, because: 'rolling', request};
  if (request !== undefined) {
    if (now.getTime() < findGrant(daemonSet, now)) return {due: false, because: 'asked too soon', request};
    return {due: true, token: now.toISOString(), request};
  }
  const {creationTimestamp} = daemonSet.metadata ?? {};
  const {[annotations.adoptedAt]: adoptedAt, [annotations.lastRefresh]: lastRefresh} =
    daemonSet.metadata?.annotations ?? {};
  const past = [creationTimestamp, adoptedAt, lastRefresh]
    .map(time => Date.parse(time ?? ''))
    .filter(time => time <= now.getTime());
  // None at all: every time there is lies in the future, and waiting for it could take years.
  const since = past.length === 0 ? Number.NEGATIVE_INFINITY : Math.max(...past);
  const interval = config.cachingIntervalHours * hour;
  const putOff = (parseRetry(daemonSet)?.at.getTime() ?? 0) - now.getTime();
  if (now.getTime() - since < interval || (putOff > 0 && putOff <= interval))
    return {due: false, because: 'not yet', request};
  return {due: true, token: now.toISOString(), request};
}
