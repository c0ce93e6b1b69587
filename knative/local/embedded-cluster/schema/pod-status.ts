import {resourceRequirements} from './container-parts.ts';
import {
  always,
  boolean,
  integer,
  keepsZero,
  list,
  map,
  quantity,
  string,
  struct,
  time,
  withDefault,
} from './notation.ts';

// What a kubelet reports of a pod.

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
const imageVolumeStatus = struct({imageRef: string});
const volumeStatus = struct({image: imageVolumeStatus});
const volumeMountStatus = struct({
  name: always(string),
  mountPath: always(string),
  readOnly: boolean,
  recursiveReadOnly: keepsZero(string),
  volumeStatus,
});
const linuxContainerUser = struct({
  uid: always(integer),
  gid: always(integer),
  supplementalGroups: list(integer),
});
const containerUser = struct({linux: linuxContainerUser});
const resourceHealth = struct({resourceID: always(string), health: string, message: keepsZero(string)});
const resourceStatus = struct({name: always(string), resources: list(resourceHealth)});
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
  allocatedResources: map(quantity),
  resources: resourceRequirements,
  volumeMounts: list(volumeMountStatus, {mergeKey: 'mountPath'}),
  user: containerUser,
  allocatedResourcesStatus: list(resourceStatus, {mergeKey: 'name'}),
  stopSignal: keepsZero(string),
});
const podResourceClaimStatus = struct({name: always(string), resourceClaimName: keepsZero(string)});
const containerExtendedResourceRequest = struct({
  containerName: always(string),
  resourceName: always(string),
  requestName: always(string),
});
const podExtendedResourceClaimStatus = struct({
  requestMappings: always(list(containerExtendedResourceRequest)),
  resourceClaimName: always(string),
});
const nodeAllocatableResourceClaimStatus = struct({
  resourceClaimName: always(string),
  containers: list(string),
  resources: always(map(quantity)),
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
  resourceClaimStatuses: list(podResourceClaimStatus, {mergeKey: 'name', retainKeys: true}),
  extendedResourceClaimStatus: podExtendedResourceClaimStatus,
  allocatedResources: map(quantity),
  resources: resourceRequirements,
  nodeAllocatableResourceClaimStatuses: list(nodeAllocatableResourceClaimStatus),
});
