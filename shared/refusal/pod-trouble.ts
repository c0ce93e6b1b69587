import type {Event} from 'kubernetes-types/core/v1';
import {describeReason} from '../health/index.ts';
import {findTime} from './event-time.ts';

/**
 * What containerd and CRI-O call the sandbox that they could not make: ` "<id>"`, ` k8s_<pod>_<namespace>_<uid>_<attempt>(<id>)`.
 * Each attempt has another one: with it no two nodes would have the same reason.
 */
const sandboxId = /\s(?:k8s_[^\s(]+)?["(][0-9a-f]{64}[")]/g;

/** What the kubelet says last of a pod that does not begin, such as `FailedCreatePodSandBox: ...`; undefined where it says nothing. */
export function findPodTrouble(events: readonly Event[]): string | undefined {
  const [last] = events.toSorted((a, b) => findTime(b) - findTime(a));
  return last === undefined
    ? undefined
    : describeReason(last.reason ?? 'Failed', last.message?.replaceAll(sandboxId, ''));
}
