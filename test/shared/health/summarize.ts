import {type PullerSummary, summarizePuller, viewPod} from '@image-puller/shared/health';
import type {Pod} from 'kubernetes-types/core/v1';
import {ours} from '../samples.ts';
import {created, nodes} from './pods.ts';

/** The one image of these tests, and the time at which they look. */
export const a = {name: 'a', image: 'registry.test/a:1'};
export const now = new Date(Date.parse(created) + 60_000);

/** The DaemonSet as its controller reports on it. */
export function daemonSet(desired: number, updated = desired, available = updated) {
  return {
    ...ours({generation: 1}),
    status: {
      observedGeneration: 1,
      desiredNumberScheduled: desired,
      updatedNumberScheduled: updated,
      numberAvailable: available,
      currentNumberScheduled: desired,
      numberMisscheduled: 0,
      numberReady: available,
    },
  };
}

/** Sums up the pods of a DaemonSet that wants as many nodes. */
export const summarize = (pods: readonly Pod[], desired: number, all = nodes(['n1', 'n2', 'n3'])): PullerSummary =>
  summarizePuller([a], [{daemonSet: daemonSet(desired), pods: pods.map(pod => viewPod(pod))}], all, now);
