import type {Event} from 'kubernetes-types/core/v1';
import {describeReason} from '../health/index.ts';
import {readTime} from './event-time.ts';

/** What the kubelet says last of a pod that does not begin, such as `FailedCreatePodSandBox: ...`; undefined where it says nothing. */
export function findPodTrouble(events: readonly Event[]): string | undefined {
  const [last] = events.toSorted((a, b) => readTime(b) - readTime(a));
  return last === undefined ? undefined : describeReason(last.reason ?? 'Failed', last.message);
}
