import {isDeepStrictEqual} from 'node:util';
import type {Pod, PodSpec} from 'kubernetes-types/core/v1';
import {pod} from '../schema/index.ts';
import type {StoredPod} from '../store/index.ts';
import {assessQosClass} from './pod-qos.ts';
import {completePodSpec, warnAboutPodSpec} from './pod-template.ts';
import type {Resource} from './resource.ts';
import {type Cause, forbidden, validateMetadata, validateMetadataUpdate, validatePodSpec} from './validation/index.ts';

export const pods: Resource<StoredPod> = {
  kind: 'Pod',
  schema: pod,
  hasStatus: true,
  selectable: [
    {field: 'spec.nodeName'},
    {field: 'spec.restartPolicy'},
    {field: 'spec.schedulerName'},
    {field: 'spec.serviceAccountName'},
    {field: 'spec.hostNetwork', unset: 'false'},
    {field: 'status.phase'},
    {field: 'status.podIP'},
    {field: 'status.nominatedNodeName'},
  ],
  complete: object => {
    if (object.spec === undefined) return object;
    return {...object, spec: withRequests({enableServiceLinks: true, ...completePodSpec(object.spec)})};
  },
  prepareCreate: ({status: _, ...object}) => {
    const spec = object.spec === undefined ? undefined : admit(object.spec);
    return {...object, ...(spec && {spec}), status: {phase: 'Pending', qosClass: assessQosClass(spec)}};
  },
  prepareUpdate: (object, old, endpoint) => {
    if (endpoint === 'status') return {...object, ...(old.spec && {spec: old.spec})};
    const {status: _, ...rest} = object;
    return {...rest, ...(old.status && {status: old.status})};
  },
  validate: object => [
    ...validateMetadata(object.metadata),
    ...(object.spec ? validatePodSpec(object.spec, 'spec') : []),
  ],
  validateUpdate: (object, old) => [
    ...validateMetadataUpdate(object.metadata, old.metadata),
    ...validateSpecKept(object, old),
  ],
  warn: ({spec}) => (spec === undefined ? [] : warnAboutPodSpec(spec, 'spec')),
};

/** Pods, but not templates of pods, request what they are limited to where they do not say otherwise. */
function withRequests(spec: PodSpec): PodSpec {
  const containers = spec.containers.map(container => {
    const {limits, requests} = container.resources ?? {};
    return limits === undefined
      ? container
      : {...container, resources: {...container.resources, requests: {...limits, ...requests}}};
  });
  return {...spec, containers};
}

/** What the admission plugins that are on by default add: ServiceAccount (the token aside), Priority, DefaultTolerationSeconds. */
function admit(spec: PodSpec): PodSpec {
  const account = spec.serviceAccountName ?? 'default';
  const tolerations = spec.tolerations ?? [];
  const added = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
    .filter(key => !tolerations.some(each => (each.key ?? key) === key && (each.effect ?? 'NoExecute') === 'NoExecute'))
    .map(key => ({key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300}));
  return {
    ...spec,
    serviceAccountName: account,
    serviceAccount: account,
    tolerations: [...tolerations, ...added],
    priority: spec.priority ?? 0,
    preemptionPolicy: spec.preemptionPolicy ?? 'PreemptLowerPriority',
  };
}

function validateSpecKept(object: Pod, old: Pod): readonly Cause[] {
  if (isDeepStrictEqual(fixedParts(object.spec), fixedParts(old.spec))) return [];
  const fields =
    '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';
  return [forbidden('spec', `pod updates may not change fields other than ${fields}`)];
}

function fixedParts(spec: PodSpec | undefined): unknown {
  if (spec === undefined) return undefined;
  const {activeDeadlineSeconds: _, tolerations: __, containers, initContainers = [], ...rest} = spec;
  const withoutImages = [...initContainers, ...containers].map(({image: _, ...container}) => container);
  return {...rest, withoutImages};
}
