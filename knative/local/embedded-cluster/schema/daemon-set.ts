import {labelSelector, objectMeta} from './meta.ts';
import {always, integer, intOrString, keepsZero, list, string, struct, time, withDefault} from './notation.ts';
import {podTemplateSpec} from './pod.ts';

// DaemonSet, apps/v1.

const rollingUpdateDaemonSet = struct({maxUnavailable: intOrString, maxSurge: intOrString});
const daemonSetUpdateStrategy = struct({
  type: withDefault(string, 'RollingUpdate'),
  rollingUpdate: rollingUpdateDaemonSet,
});
const daemonSetSpec = struct({
  selector: labelSelector,
  template: always(podTemplateSpec),
  updateStrategy: always(daemonSetUpdateStrategy),
  minReadySeconds: integer,
  revisionHistoryLimit: withDefault(keepsZero(integer), 10),
});
const daemonSetCondition = struct({
  type: always(string),
  status: always(string),
  lastTransitionTime: always(time),
  reason: string,
  message: string,
});
const daemonSetStatus = struct({
  currentNumberScheduled: always(integer),
  numberMisscheduled: always(integer),
  desiredNumberScheduled: always(integer),
  numberReady: always(integer),
  observedGeneration: integer,
  updatedNumberScheduled: integer,
  numberAvailable: integer,
  numberUnavailable: integer,
  collisionCount: keepsZero(integer),
  conditions: list(daemonSetCondition, {mergeKey: 'type'}),
});
export const daemonSet = struct({
  metadata: always(objectMeta),
  spec: always(daemonSetSpec),
  status: always(daemonSetStatus),
});
