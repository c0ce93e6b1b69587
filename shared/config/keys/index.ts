import type {Key} from '../key.ts';
import {affinity} from './affinity.ts';
import {daemonSetAnnotations} from './annotations.ts';
import {cachingIntervalHours} from './caching-interval.ts';
import {daemonSetName, namespace} from './daemonset-name.ts';
import {imagePullSecrets} from './image-pull-secrets.ts';
import {images} from './images.ts';
import {kipImage, sleepImage} from './init-image.ts';
import {nodeSelector} from './node-selector.ts';
import {podAnnotations, podLabels} from './pod-metadata.ts';
import {podRuntimeClassName, podServiceAccountName, priorityClassName} from './pod-names.ts';
import {cachingCpuLimit, cachingCpuRequest, cachingMemoryLimit, cachingMemoryRequest} from './resources.ts';
import {refreshPolicy, rolloutMaxNodes} from './rollout.ts';
import {tolerations} from './tolerations.ts';

export {pairResources, type ReadQuantity} from './pair-resources.ts';

/** Every key of the ConfigMap by what it is called in code, in the order of docs/configuration.md. */
export const keys = {
  images,
  cachingIntervalHours,
  cachingMemoryRequest,
  cachingMemoryLimit,
  cachingCpuRequest,
  cachingCpuLimit,
  daemonSetName,
  daemonSetAnnotations,
  namespace,
  nodeSelector,
  affinity,
  tolerations,
  imagePullSecrets,
  kipImage,
  sleepImage,
  refreshPolicy,
  rolloutMaxNodes,
  priorityClassName,
  podLabels,
  podAnnotations,
  podServiceAccountName,
  podRuntimeClassName,
} as const;

/** The same as a list. */
export const allKeys: readonly Key<unknown>[] = Object.values(keys);
