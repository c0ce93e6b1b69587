import {
  containerPort,
  containerResizePolicy,
  containerRestartRule,
  envFromSource,
  envVar,
  lifecycle,
  probe,
  resourceRequirements,
  volumeDevice,
  volumeMount,
} from './container-parts.ts';
import {always, boolean, keepsZero, list, string, struct, withDefault} from './notation.ts';
import {securityContext} from './security.ts';

// Containers of a pod.

export const container = struct({
  name: always(string),
  image: string,
  command: list(string),
  args: list(string),
  workingDir: string,
  ports: list(containerPort, {mergeKey: 'containerPort'}),
  envFrom: list(envFromSource),
  env: list(envVar, {mergeKey: 'name'}),
  resources: always(resourceRequirements),
  resizePolicy: list(containerResizePolicy),
  restartPolicy: keepsZero(string),
  restartPolicyRules: list(containerRestartRule),
  volumeMounts: list(volumeMount, {mergeKey: 'mountPath'}),
  volumeDevices: list(volumeDevice, {mergeKey: 'devicePath'}),
  livenessProbe: probe,
  readinessProbe: probe,
  startupProbe: probe,
  lifecycle,
  terminationMessagePath: withDefault(string, '/dev/termination-log'),
  terminationMessagePolicy: withDefault(string, 'File'),
  imagePullPolicy: string,
  securityContext,
  stdin: boolean,
  stdinOnce: boolean,
  tty: boolean,
});
