import {type EventType, eventTypes} from './types.ts';

/** The steps that are woken by events. `status` answers HTTP GET and is woken by nothing else. */
export const steps = ['apply', 'check', 'refresh', 'remove'] as const;

/** One of {@link steps}. */
export type StepName = (typeof steps)[number];

/** Which event wakes which step. Without `kind`, the type alone decides. */
export interface Route {
  readonly type: EventType;
  /** The CloudEvents extension `kind` that ApiServerSource sets: the kind of the object that rang. */
  readonly kind?: 'ConfigMap' | 'DaemonSet';
  readonly step: StepName;
}

/**
 * The whole routing, in one place: the Triggers are rendered from it, standalone dispatches by it, and a function
 * refuses (415) what it does not list for its step.
 */
export const routes: readonly Route[] = [
  {type: eventTypes.objectAdded, kind: 'ConfigMap', step: 'apply'},
  {type: eventTypes.objectUpdated, kind: 'ConfigMap', step: 'apply'},
  {type: eventTypes.objectUpdated, kind: 'DaemonSet', step: 'apply'},
  {type: eventTypes.objectDeleted, kind: 'DaemonSet', step: 'apply'},
  {type: eventTypes.daemonSetDrifted, step: 'apply'},
  {type: eventTypes.imageIsolate, step: 'apply'},
  {type: eventTypes.imageMoved, step: 'apply'},
  {type: eventTypes.tick, step: 'check'},
  {type: eventTypes.phaseOpen, step: 'check'},
  {type: eventTypes.refreshDue, step: 'refresh'},
  {type: eventTypes.objectDeleted, kind: 'ConfigMap', step: 'remove'},
  {type: eventTypes.pullerGone, step: 'remove'},
];

/** The steps an event wakes, in the order of {@link routes}; none for an event nobody waits for. */
export function findSteps(event: {readonly type: string; readonly kind?: string | undefined}): readonly StepName[] {
  return routes
    .filter(route => route.type === event.type && (route.kind === undefined || route.kind === event.kind))
    .map(route => route.step);
}
