import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {annotations} from '../names/index.ts';
import type {PodView} from './pod-view.ts';

/** Has the controller seen the spec that is there? Before, the status is of another one. */
export const isObserved = ({metadata, status}: DaemonSet = {}): boolean =>
  (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);

/** Every wanted node has a pod that is up and running. */
export const isUp = (daemonSet: DaemonSet): boolean =>
  isObserved(daemonSet) && (daemonSet.status?.numberAvailable ?? 0) >= (daemonSet.status?.desiredNumberScheduled ?? 0);

/** The pods of every wanted node are of the present template. */
export const isUpdated = (daemonSet: DaemonSet): boolean =>
  isObserved(daemonSet) &&
  (daemonSet.status?.updatedNumberScheduled ?? 0) >= (daemonSet.status?.desiredNumberScheduled ?? 0);

/** Is a pod of the present template, as the DaemonSet controller counts templates? */
export const isOfTemplate = ({metadata}: DaemonSet, {generation}: PodView): boolean =>
  generation === metadata?.annotations?.['deprecated.daemonset.template.generation'];

/** When something of a rollout began last, in milliseconds. A time in the future is a wrong clock's, and counts as none. */
export function findLastMove({metadata}: DaemonSet, pods: readonly PodView[]): number {
  const written = Date.parse(metadata?.annotations?.[annotations.specWrittenAt] ?? '') || 0;
  return pods.reduce((latest, {createdAt}) => Math.max(latest, createdAt), written);
}
