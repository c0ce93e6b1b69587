import {always, boolean, integer, json, keepsZero, list, string, struct, time, withDefault} from './notation.ts';

// What a kubelet reports of a pod. What none reports here (json) is known, and kept as it is given.

const podCondition = struct({
  type: always(string),
  observedGeneration: integer,
  status: always(string),
  lastProbeTime: always(time),
  lastTransitionTime: always(time),
  reason: string,
  message: string,
});
const hostIP = struct({ip: always(string)});
const podIP = struct({ip: always(string)});
const containerStateWaiting = struct({reason: string, message: string});
const containerStateRunning = struct({startedAt: always(time)});
const containerStateTerminated = struct({
  exitCode: always(integer),
  signal: integer,
  reason: string,
  message: string,
  startedAt: always(time),
  finishedAt: always(time),
  containerID: string,
});
const containerState = struct({
  waiting: containerStateWaiting,
  running: containerStateRunning,
  terminated: containerStateTerminated,
});
const containerStatus = struct({
  name: always(string),
  state: always(containerState),
  lastState: always(containerState),
  ready: always(boolean),
  restartCount: always(integer),
  image: always(string),
  imageID: always(string),
  containerID: string,
  started: keepsZero(boolean),
  allocatedResources: json,
  resources: json,
  volumeMounts: json,
  user: json,
  allocatedResourcesStatus: json,
  stopSignal: keepsZero(string),
});
export const podStatus = struct({
  observedGeneration: integer,
  phase: withDefault(string, 'Pending'),
  conditions: list(podCondition, {mergeKey: 'type'}),
  message: string,
  reason: string,
  nominatedNodeName: string,
  hostIP: string,
  hostIPs: list(hostIP, {mergeKey: 'ip'}),
  podIP: string,
  podIPs: list(podIP, {mergeKey: 'ip'}),
  startTime: time,
  initContainerStatuses: list(containerStatus),
  containerStatuses: list(containerStatus),
  qosClass: string,
  ephemeralContainerStatuses: list(containerStatus),
  resize: string,
  resourceClaimStatuses: json,
  extendedResourceClaimStatus: json,
  allocatedResources: json,
  resources: json,
  nodeAllocatableResourceClaimStatuses: json,
});
