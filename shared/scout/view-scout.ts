import type {Pod} from 'kubernetes-types/core/v1';
import {viewPod} from '../health/index.ts';
import {scoutSentAnnotation} from '../names/index.ts';

/** What a scout has learnt of the tags it asked for. */
export interface ScoutView {
  /** Every tag has an answer, or none will come: the pod has ended, or nothing of it gets on. */
  readonly isOver: boolean;
  /** It was sent a short time ago: it need not have an answer yet. */
  readonly isYoung: boolean;
  /** By image reference. */
  readonly digests: ReadonlyMap<string, string>;
  /** By image reference: why the node could not have it, in the kubelet's words. */
  readonly failures: ReadonlyMap<string, string>;
  /** Why its node did not let it in, or threw it out, as `OutOfpods: ...`; undefined where it did neither. */
  readonly thrownOut?: string | undefined;
}

/** A scout that pulls nothing is over after as long, in milliseconds. One that pulls is waited for: its node gets what it asks for. */
const patience = 10 * 60_000;

/** Reads a scout. What it asks for first, its init image, is no tag of the list. */
export function viewScout(pod: Pod, now: Date): ScoutView {
  const {containers, trouble} = viewPod(pod);
  const sent = Date.parse(pod.metadata?.annotations?.[scoutSentAnnotation] ?? '');
  const isYoung = Number.isNaN(sent) || now.getTime() - sent < patience;
  const digests = new Map(
    containers.flatMap(({image, digest}) => (digest === undefined ? [] : [[image, digest] as const])),
  );
  const failures = new Map(
    containers
      .filter(({image, state}) => state === 'failing' && !digests.has(image) && !isThrownOut(pod))
      .map(({image, reason}) => [image, reason ?? 'no reason given'] as const),
  );
  const isEnded = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
  const isPulling = containers.some(({state}) => state === 'pulling');
  return {
    isOver:
      isEnded || !(isPulling || isYoung) || containers.every(({image}) => digests.has(image) || failures.has(image)),
    isYoung,
    digests,
    failures,
    thrownOut: isThrownOut(pod) ? trouble : undefined,
  };
}

/** Evicted, preempted, or refused by its node: how its containers ended says nothing about what they asked for. */
const isThrownOut = ({status}: Pod): boolean =>
  status?.phase === 'Failed' && status.reason !== undefined && status.reason !== 'DeadlineExceeded';
