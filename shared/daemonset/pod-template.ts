import type {PodTemplateSpec} from 'kubernetes-types/core/v1';
import type {PullerConfig} from '../config/index.ts';
import type {Lane} from '../lanes/index.ts';
import {templateRefreshAnnotation} from '../names/index.ts';
import {buildHolder, buildInitContainer, nonRootId, type Platform, sleepVolume} from './containers.ts';
import {buildLabels, type Labels} from './labels.ts';

/** The pods of one lane. Another template rolls them, so nothing but what a node must do belongs in here. */
export const buildPodTemplate = (
  config: PullerConfig,
  lane: Lane,
  platform: Platform,
  selector: Labels,
  refreshToken: string | undefined,
): PodTemplateSpec => ({
  metadata: {
    labels: buildLabels(selector),
    ...(refreshToken !== undefined && {annotations: {[templateRefreshAnnotation]: refreshToken}}),
  },
  spec: {
    automountServiceAccountToken: false,
    initContainers: [buildInitContainer(config, platform)],
    containers: lane.images.map(image => buildHolder(image, config, platform)),
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
    volumes: [{name: sleepVolume.name, emptyDir: {sizeLimit: '50Mi'}}],
  },
});
