import type {Container, SecurityContext} from 'kubernetes-types/core/v1';
import type {NamedImage, PullerConfig} from '../config/index.ts';
import {initContainerName, placeholderName} from '../names/index.ts';

/** What differs between Kubernetes and OpenShift, which gives each namespace UIDs of its own. */
export interface Platform {
  readonly openShift: boolean;
}

/** The volume that carries the sleeper from the init container to the holders. */
export const sleepVolume = {name: 'kip', mountPath: '/kip'} as const;

/** nonroot, as distroless images call it; the Go puller's init container has the same. */
export const nonRootId = 65532;

/** Puts the sleeper at `/kip/sleep`: our sleep image copies itself, `KIP_IMAGE` has a shell to do it with. */
export const buildInitContainer = (config: PullerConfig, platform: Platform): Container => ({
  name: initContainerName,
  ...(config.kipImage === undefined
    ? {image: config.sleepImage, command: ['/sleep'], args: ['--install', '/kip/sleep']}
    : {image: config.kipImage, command: ['/bin/sh'], args: ['-c', 'cp /bin/sleep /kip/sleep']}),
  ...buildCommon(config, platform),
});

/** Holds an image by running in it. */
export const buildHolder = (
  {name, image}: NamedImage,
  config: PullerConfig,
  platform: Platform,
  imagePullPolicy: 'Always' | 'IfNotPresent' | 'Never',
): Container => ({
  name,
  image,
  command: ['/kip/sleep'],
  // At 720h, the Go puller's, all holders would exit within minutes of each other after 30 days and pull at once.
  // `infinity` is our sleeper's word; the one of a `KIP_IMAGE` knows durations only: ten years.
  args: [config.kipImage === undefined ? 'infinity' : '87600h'],
  ...buildCommon(config, platform),
  imagePullPolicy,
});

/** Runs, and holds nothing: what a pod is Ready with before the images are rolled in. The init image is there already. */
export function buildPlaceholder(config: PullerConfig, platform: Platform): Container {
  const image = config.kipImage ?? config.sleepImage;
  return buildHolder({name: placeholderName, image}, config, platform, 'IfNotPresent');
}

const buildCommon = ({resources}: PullerConfig, platform: Platform) => ({
  imagePullPolicy: 'Always',
  resources: {requests: {...resources.requests}, limits: {...resources.limits}},
  securityContext: buildSecurityContext(platform),
  volumeMounts: [{...sleepVolume}],
});

/** The `restricted` Pod Security level. */
const buildSecurityContext = ({openShift}: Platform): SecurityContext => ({
  allowPrivilegeEscalation: false,
  capabilities: {drop: ['ALL']},
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  ...(!openShift && {runAsUser: nonRootId, runAsGroup: nonRootId}),
});
