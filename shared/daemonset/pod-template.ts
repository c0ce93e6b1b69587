import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Container, PodSpec, PodTemplateSpec} from 'kubernetes-types/core/v1';
import type {PullerConfig} from '../config/index.ts';
import {noteHolds} from '../holds/index.ts';
import type {Lane} from '../lanes/index.ts';
import {templateRefreshAnnotation, templateStartAnnotation} from '../names/index.ts';
import {
  buildHolder,
  buildInitContainer,
  buildPlaceholder,
  nonRootId,
  type Platform,
  sleepVolume,
} from './containers.ts';
import {buildLabels, type Labels} from './labels.ts';
import {buildPodMetadata} from './pod-metadata.ts';

/** What the pods of a lane run: the holder alone, until it is up everywhere, or what the lane holds. */
export type Start = 'holder' | 'images';

/** See `Lane`. */
const pullPolicies = {main: 'Always', isolated: 'IfNotPresent', bridge: 'Never'} as const satisfies Record<
  Lane['role'],
  string
>;

/** The pods of one lane. Another template rolls them, so nothing but what a node must do belongs in here. */
export const buildPodTemplate = (
  config: PullerConfig,
  lane: Lane,
  platform: Platform,
  selector: Labels,
  refreshToken: string | undefined,
  start: Start,
): PodTemplateSpec => {
  const {labels, annotations} = buildPodMetadata(config);
  const spec = buildPodSpec(config, lane, platform, start);
  return {
    metadata: {
      labels: {...labels, ...buildLabels(lane.name, selector)},
      annotations: {...annotations, ...buildAnnotations(refreshToken, start), ...noteHolds(spec.containers)},
    },
    spec,
  };
};

/** What a pod of a lane runs. */
export const buildPodSpec = (config: PullerConfig, lane: Lane, platform: Platform, start: Start): PodSpec => {
  const full = buildFullSpec(config, lane, platform, start);
  const spec = lane.role === 'bridge' ? askNothing(full) : full;
  return lane.requests === 'little' ? requestLittle(spec) : spec;
};

/** The same, with the init container's image from the node's disk, too. */
const askNothing = (spec: PodSpec): PodSpec => ({
  ...spec,
  initContainers: (spec.initContainers ?? []).map(init => ({...init, imagePullPolicy: 'IfNotPresent'})),
});

const little = {cpu: '1m', memory: '1Mi'} as const;

/** The same, with requests that fit on any node: for what runs for seconds, and sleeps. */
const requestLittle = (spec: PodSpec): PodSpec => ({
  ...spec,
  initContainers: (spec.initContainers ?? []).map(withLittle),
  containers: spec.containers.map(withLittle),
});

const withLittle = (container: Container): Container => ({
  ...container,
  resources: {...container.resources, requests: {...little}},
});

/** Do the pods of this DaemonSet ask for as little as `requestLittle` makes them? */
export const requestsLittle = ({spec}: DaemonSet): boolean =>
  spec?.template.spec?.containers.every(
    ({resources: {requests = {}} = {}}) => requests.cpu === little.cpu && requests.memory === little.memory,
  ) === true;

const buildFullSpec = (config: PullerConfig, lane: Lane, platform: Platform, start: Start): PodSpec => ({
  automountServiceAccountToken: false,
  initContainers: [buildInitContainer(config, platform)],
  containers:
    start === 'holder'
      ? [buildPlaceholder(config, platform)]
      : lane.images.map(image => buildHolder(image, config, platform, pullPolicies[lane.role])),
  terminationGracePeriodSeconds: 1,
  securityContext: {
    seccompProfile: {type: 'RuntimeDefault'},
    ...(!platform.openShift && {fsGroup: nonRootId}),
  },
  // A user's own choice of operating system wins: some run Windows nodes and know why.
  nodeSelector: {'kubernetes.io/os': 'linux', ...config.nodeSelector},
  ...(config.affinity !== undefined && {affinity: config.affinity}),
  ...(config.tolerations.length > 0 && {tolerations: [...config.tolerations]}),
  ...(config.imagePullSecrets.length > 0 && {imagePullSecrets: config.imagePullSecrets.map(name => ({name}))}),
  ...(config.priorityClassName !== undefined && {priorityClassName: config.priorityClassName}),
  ...(config.podServiceAccountName !== undefined && {serviceAccountName: config.podServiceAccountName}),
  ...(config.podRuntimeClassName !== undefined && {runtimeClassName: config.podRuntimeClassName}),
  volumes: [{name: sleepVolume.name, emptyDir: {sizeLimit: '50Mi'}}],
});

function buildAnnotations(refreshToken: string | undefined, start: Start): Readonly<Record<string, string>> {
  // A pod that holds nothing has nothing to refresh.
  if (start === 'holder') return {[templateStartAnnotation]: 'holder'};
  return refreshToken === undefined ? {} : {[templateRefreshAnnotation]: refreshToken};
}

/** Do the pods of this DaemonSet hold nothing yet? */
export const isHolderOnly = ({spec}: DaemonSet): boolean =>
  spec?.template.metadata?.annotations?.[templateStartAnnotation] === 'holder';
