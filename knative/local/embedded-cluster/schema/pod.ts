import {resourceRequirements} from './container-parts.ts';
import {container} from './containers.ts';
import {localObjectReference, objectMeta} from './meta.ts';
import {
  always,
  boolean,
  integer,
  keepsZero,
  list,
  map,
  notImitated,
  quantity,
  string,
  struct,
  withDefault,
} from './notation.ts';
import {podStatus} from './pod-status.ts';
import {affinity, podSchedulingGate, toleration, topologySpreadConstraint} from './scheduling.ts';
import {podSecurityContext} from './security.ts';
import {volume} from './volumes.ts';

// Pod, v1, and the template of one.

const hostAlias = struct({ip: always(string), hostnames: list(string)});
const podDNSConfigOption = struct({name: string, value: keepsZero(string)});
const podDNSConfig = struct({
  nameservers: list(string),
  searches: list(string),
  options: list(podDNSConfigOption),
});
const podReadinessGate = struct({conditionType: always(string)});
const podOS = struct({name: always(string)});
const podSpec = struct({
  volumes: list(volume, {mergeKey: 'name'}),
  initContainers: list(container, {mergeKey: 'name'}),
  containers: always(list(container, {mergeKey: 'name'})),
  ephemeralContainers: notImitated('its containers are no processes, so that there is nothing to debug in them'),
  restartPolicy: withDefault(string, 'Always'),
  terminationGracePeriodSeconds: withDefault(keepsZero(integer), 30),
  activeDeadlineSeconds: keepsZero(integer),
  dnsPolicy: withDefault(string, 'ClusterFirst'),
  nodeSelector: map(string),
  serviceAccountName: string,
  serviceAccount: string,
  automountServiceAccountToken: keepsZero(boolean),
  nodeName: string,
  hostNetwork: boolean,
  hostPID: boolean,
  hostIPC: boolean,
  shareProcessNamespace: keepsZero(boolean),
  securityContext: withDefault(podSecurityContext, {}),
  imagePullSecrets: list(localObjectReference, {mergeKey: 'name'}),
  hostname: string,
  subdomain: string,
  affinity,
  schedulerName: withDefault(string, 'default-scheduler'),
  tolerations: list(toleration),
  hostAliases: list(hostAlias, {mergeKey: 'ip'}),
  priorityClassName: string,
  priority: keepsZero(integer),
  dnsConfig: podDNSConfig,
  readinessGates: list(podReadinessGate),
  runtimeClassName: keepsZero(string),
  enableServiceLinks: keepsZero(boolean),
  preemptionPolicy: keepsZero(string),
  overhead: map(quantity),
  topologySpreadConstraints: list(topologySpreadConstraint, {mergeKey: 'topologyKey'}),
  setHostnameAsFQDN: keepsZero(boolean),
  os: podOS,
  hostUsers: keepsZero(boolean),
  schedulingGates: list(podSchedulingGate, {mergeKey: 'name'}),
  resourceClaims: notImitated('its nodes have no devices that could be claimed'),
  resources: resourceRequirements,
  hostnameOverride: keepsZero(string),
  schedulingGroup: notImitated('it schedules each pod by itself'),
});
export const pod = struct({metadata: always(objectMeta), spec: always(podSpec), status: always(podStatus)});
export const podTemplateSpec = struct({metadata: always(objectMeta), spec: always(podSpec)});
