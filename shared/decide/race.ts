import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {isSameJson} from '../hash/index.ts';

/**
 * After a conflict: did only the status move, which the DaemonSet controller writes all the time? Then what was decided
 * still holds, and the same body may be sent over the new version.
 */
export function hasOnlyStatusMoved(before: DaemonSet, now: DaemonSet): boolean {
  const {metadata: a = {}} = before;
  const {metadata: b = {}} = now;
  return (
    a.uid === b.uid &&
    a.generation === b.generation &&
    a.deletionTimestamp === b.deletionTimestamp &&
    same(a.labels, b.labels) &&
    same(a.annotations, b.annotations) &&
    same(a.ownerReferences, b.ownerReferences) &&
    same(a.finalizers, b.finalizers)
  );
}

const same = (a: unknown, b: unknown): boolean => isSameJson(a ?? null, b ?? null);
