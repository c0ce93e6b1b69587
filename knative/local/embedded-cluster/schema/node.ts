import {objectMeta} from './meta.ts';
import {always, boolean, integer, keepsZero, list, map, quantity, string, struct, time} from './notation.ts';

// Node, v1.

const taint = struct({key: always(string), value: string, effect: always(string), timeAdded: time});
const configMapNodeConfigSource = struct({
  namespace: always(string),
  name: always(string),
  uid: string,
  resourceVersion: string,
  kubeletConfigKey: always(string),
});
const nodeConfigSource = struct({configMap: configMapNodeConfigSource});
const nodeSpec = struct({
  podCIDR: string,
  podCIDRs: list(string, {merge: true}),
  providerID: string,
  unschedulable: boolean,
  taints: list(taint),
  configSource: nodeConfigSource,
  externalID: string,
});
const nodeCondition = struct({
  type: always(string),
  status: always(string),
  lastHeartbeatTime: always(time),
  lastTransitionTime: always(time),
  reason: string,
  message: string,
});
const nodeAddress = struct({type: always(string), address: always(string)});
const daemonEndpoint = struct({Port: always(integer)});
const nodeDaemonEndpoints = struct({kubeletEndpoint: always(daemonEndpoint)});
const nodeSwapStatus = struct({capacity: keepsZero(integer)});
const nodeSystemInfo = struct({
  machineID: always(string),
  systemUUID: always(string),
  bootID: always(string),
  kernelVersion: always(string),
  osImage: always(string),
  containerRuntimeVersion: always(string),
  kubeletVersion: always(string),
  kubeProxyVersion: always(string),
  operatingSystem: always(string),
  architecture: always(string),
  swap: nodeSwapStatus,
});
const containerImage = struct({names: always(list(string)), sizeBytes: integer});
const attachedVolume = struct({name: always(string), devicePath: always(string)});
const nodeConfigStatus = struct({
  assigned: nodeConfigSource,
  active: nodeConfigSource,
  lastKnownGood: nodeConfigSource,
  error: string,
});
const nodeRuntimeHandlerFeatures = struct({
  recursiveReadOnlyMounts: keepsZero(boolean),
  userNamespaces: keepsZero(boolean),
});
const nodeRuntimeHandler = struct({name: always(string), features: nodeRuntimeHandlerFeatures});
const nodeFeatures = struct({supplementalGroupsPolicy: keepsZero(boolean)});
const nodeStatus = struct({
  capacity: map(quantity),
  allocatable: map(quantity),
  phase: string,
  conditions: list(nodeCondition, {mergeKey: 'type'}),
  addresses: list(nodeAddress, {mergeKey: 'type'}),
  daemonEndpoints: always(nodeDaemonEndpoints),
  nodeInfo: always(nodeSystemInfo),
  images: list(containerImage),
  volumesInUse: list(string),
  volumesAttached: list(attachedVolume),
  config: nodeConfigStatus,
  runtimeHandlers: list(nodeRuntimeHandler),
  features: nodeFeatures,
  declaredFeatures: list(string),
});
export const node = struct({metadata: always(objectMeta), spec: always(nodeSpec), status: always(nodeStatus)});
