import type {PodCondition} from 'kubernetes-types/core/v1';
import type {StoredPod} from './objects.ts';

/** The condition of that type, if the pod has one. */
export function findCondition(pod: StoredPod, type: string): PodCondition | undefined {
  return pod.status?.conditions?.find(condition => condition.type === type);
}

/** Whether the pod's Ready condition is True. */
export function isReady(pod: StoredPod): boolean {
  return findCondition(pod, 'Ready')?.status === 'True';
}

/** Whether the pod has been Ready for `minReadySeconds`. */
export function isAvailable(pod: StoredPod, minReadySeconds: number, now: number): boolean {
  const ready = findCondition(pod, 'Ready');
  if (ready?.status !== 'True') return false;
  return minReadySeconds === 0 || Date.parse(ready.lastTransitionTime ?? '') + minReadySeconds * 1000 <= now;
}

/** Whether the pod has ended for good. */
export function isTerminal(pod: StoredPod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Puts a condition in its place; `lastTransitionTime` moves only when the status does. */
export function setCondition(conditions: readonly PodCondition[], next: PodCondition): PodCondition[] {
  const index = conditions.findIndex(({type}) => type === next.type);
  const previous = conditions[index];
  if (previous === undefined) return [...conditions, next];
  const {lastTransitionTime} = previous;
  const unmoved = previous.status === next.status && lastTransitionTime !== undefined;
  return conditions.with(index, unmoved ? {...next, lastTransitionTime} : next);
}
