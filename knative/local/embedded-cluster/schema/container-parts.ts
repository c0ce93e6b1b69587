import {
  always,
  boolean,
  integer,
  intOrString,
  keepsZero,
  list,
  map,
  notImitated,
  quantity,
  string,
  struct,
  withDefault,
} from './notation.ts';
import {objectFieldSelector, resourceFieldSelector} from './volume-projections.ts';

// What containers are made of: environment, ports, mounts, probes, resources.

export const containerPort = struct({
  name: string,
  hostPort: integer,
  containerPort: always(integer),
  protocol: withDefault(string, 'TCP'),
  hostIP: string,
});
const configMapEnvSource = struct({name: string, optional: keepsZero(boolean)});
const secretEnvSource = struct({name: string, optional: keepsZero(boolean)});
export const envFromSource = struct({
  prefix: string,
  configMapRef: configMapEnvSource,
  secretRef: secretEnvSource,
});
const configMapKeySelector = struct({name: string, key: always(string), optional: keepsZero(boolean)});
const secretKeySelector = struct({name: string, key: always(string), optional: keepsZero(boolean)});
const fileKeySelector = struct({
  volumeName: always(string),
  path: always(string),
  key: always(string),
  optional: keepsZero(boolean),
});
const envVarSource = struct({
  fieldRef: objectFieldSelector,
  resourceFieldRef: resourceFieldSelector,
  configMapKeyRef: configMapKeySelector,
  secretKeyRef: secretKeySelector,
  fileKeyRef: fileKeySelector,
});
export const envVar = struct({name: always(string), value: string, valueFrom: envVarSource});
export const resourceRequirements = struct({
  limits: map(quantity),
  requests: map(quantity),
  claims: notImitated('its nodes have no devices that could be claimed'),
});
export const containerResizePolicy = struct({resourceName: always(string), restartPolicy: always(string)});
const containerRestartRuleOnExitCodes = struct({operator: string, values: list(integer)});
export const containerRestartRule = struct({action: string, exitCodes: containerRestartRuleOnExitCodes});
export const volumeMount = struct({
  name: always(string),
  readOnly: boolean,
  recursiveReadOnly: keepsZero(string),
  mountPath: always(string),
  subPath: string,
  mountPropagation: keepsZero(string),
  subPathExpr: string,
});
export const volumeDevice = struct({name: always(string), devicePath: always(string)});
const execAction = struct({command: list(string)});
const httpHeader = struct({name: always(string), value: always(string)});
const httpGetAction = struct({
  path: withDefault(string, '/'),
  port: always(intOrString),
  host: string,
  scheme: withDefault(string, 'HTTP'),
  httpHeaders: list(httpHeader),
});
const tcpSocketAction = struct({port: always(intOrString), host: string});
const grpcAction = struct({port: always(integer), service: withDefault(keepsZero(string), '')});
export const probe = struct({
  exec: execAction,
  httpGet: httpGetAction,
  tcpSocket: tcpSocketAction,
  grpc: grpcAction,
  initialDelaySeconds: integer,
  timeoutSeconds: withDefault(integer, 1),
  periodSeconds: withDefault(integer, 10),
  successThreshold: withDefault(integer, 1),
  failureThreshold: withDefault(integer, 3),
  terminationGracePeriodSeconds: keepsZero(integer),
});
const sleepAction = struct({seconds: always(integer)});
const lifecycleHandler = struct({
  exec: execAction,
  httpGet: httpGetAction,
  tcpSocket: tcpSocketAction,
  sleep: sleepAction,
});
export const lifecycle = struct({
  postStart: lifecycleHandler,
  preStop: lifecycleHandler,
  stopSignal: keepsZero(string),
});
