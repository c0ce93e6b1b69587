import {
  type ConfigDefaults,
  formatProblem,
  type ParsedConfig,
  type PullerConfig,
  parseConfig,
} from '@image-puller/shared/config';

/** What the ConfigMaps of these tests are read with. */
export const defaults: ConfigDefaults = {
  namespace: 'k8s-image-puller',
  sleepImage: `registry.example/sleep@sha256:${'5'.repeat(64)}`,
};

/** The least a ConfigMap must hold. */
export const minimal = {IMAGES: 'a=registry.example/a:1'};

/** What {@link minimal} says. */
export const plain: PullerConfig = {
  images: [{name: 'a', image: 'registry.example/a:1'}],
  cachingIntervalHours: 1,
  resources: {requests: {memory: '10Mi', cpu: '.05'}, limits: {memory: '20Mi', cpu: '.2'}},
  daemonSetName: 'kubernetes-image-puller',
  daemonSetAnnotations: {},
  nodeSelector: {},
  affinity: undefined,
  tolerations: [],
  imagePullSecrets: [],
  kipImage: undefined,
  sleepImage: defaults.sleepImage,
  refreshPolicy: 'digest',
  rolloutMaxNodes: 50,
  priorityClassName: undefined,
  podLabels: {},
  podAnnotations: {},
  podServiceAccountName: undefined,
  podRuntimeClassName: undefined,
};

/** What is read from {@link minimal} with these keys added or replaced. */
export function read(data: Readonly<Record<string, string>>): ParsedConfig {
  return parseConfig({...minimal, ...data}, defaults);
}

/** The same with its problems as the lines their author sees. */
export function readLines(data: Readonly<Record<string, string>>): unknown {
  const {warnings, ...rest} = read(data);
  const lines = {warnings: warnings.map(formatProblem)};
  return 'config' in rest ? {config: rest.config, ...lines} : {errors: rest.errors.map(formatProblem), ...lines};
}

/** {@link plain} with these fields, and no problem but these warnings. */
export function holds(fields: Partial<PullerConfig>, warnings: readonly string[] = []): unknown {
  return {config: {...plain, ...fields}, warnings};
}

/** Rejected, for these reasons. */
export function rejected(errors: readonly string[], warnings: readonly string[] = []): unknown {
  return {errors, warnings};
}
