import type {OwnerReference} from 'kubernetes-types/meta/v1';
import {matchesSelector} from '../../selectors/index.ts';
import {isTerminal, type StoredDaemonSet, type StoredPod} from '../base/index.ts';

/** Whose a DaemonSet's namesakes are. */
export interface Claim {
  readonly own: readonly StoredPod[];
  /** Pods that match the selector and are nobody's: they become its own. */
  readonly adopt: readonly StoredPod[];
  /** Its own that no longer match: they are let go, and run on. */
  readonly release: readonly StoredPod[];
}

/** Sorts the pods of the DaemonSet's namespace, as Kubernetes' ControllerRefManager does. */
export function claimPods({metadata, spec}: StoredDaemonSet, pods: readonly StoredPod[]): Claim {
  const mine = pods.filter(pod => findController(pod)?.uid === metadata.uid);
  const matches = (pod: StoredPod): boolean => matchesSelector(spec.selector, pod.metadata.labels ?? {});
  return {
    own: mine.filter(matches),
    adopt: pods.filter(
      pod =>
        findController(pod) === undefined &&
        pod.metadata.deletionTimestamp === undefined &&
        !isTerminal(pod) &&
        matches(pod),
    ),
    release: mine.filter(pod => !matches(pod) && pod.metadata.deletionTimestamp === undefined),
  };
}

/** The owner reference of the pod's controller. */
export function findController(pod: StoredPod): OwnerReference | undefined {
  return pod.metadata.ownerReferences?.find(({controller}) => controller === true);
}
