import {objectMeta} from './meta.ts';
import {always, boolean, integer, json, list, map, quantity, string, struct, time} from './notation.ts';

// Node, v1. What nothing looks at here (json) is known, and kept as it is given: a real node's YAML makes one here.

const taint = struct({key: always(string), value: string, effect: always(string), timeAdded: time});
const nodeSpec = struct({
  podCIDR: string,
  podCIDRs: list(string, {merge: true}),
  providerID: string,
  unschedulable: boolean,
  taints: list(taint),
  configSource: json,
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
  swap: json,
});
const containerImage = struct({names: always(list(string)), sizeBytes: integer});
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
  volumesAttached: json,
  config: json,
  runtimeHandlers: json,
  features: json,
  declaredFeatures: list(string),
});
export const node = struct({metadata: always(objectMeta), spec: always(nodeSpec), status: always(nodeStatus)});
