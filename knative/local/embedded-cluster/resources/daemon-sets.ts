import {isDeepStrictEqual} from 'node:util';
import {daemonSet, meansTheSame, podTemplateSpec} from '../schema/index.ts';
import type {StoredDaemonSet, Unstored} from '../store/index.ts';
import {completePodSpec, warnAboutPodSpec} from './pod-template.ts';
import type {Resource} from './resource.ts';
import {
  type Cause,
  invalidValue,
  validateDaemonSetSpec,
  validateMetadata,
  validateMetadataUpdate,
} from './validation/index.ts';

/** Counts the changes of the template; kubectl once rolled by it. The server alone sets it. */
const templateGeneration = 'deprecated.daemonset.template.generation';

const noStatus = {currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0};

export const daemonSets: Resource<StoredDaemonSet> = {
  kind: 'DaemonSet',
  schema: daemonSet,
  hasStatus: true,
  selectable: [],
  complete: object => {
    if (object.spec === undefined) return object;
    const {template, updateStrategy} = object.spec;
    const rollingUpdate = {maxUnavailable: 1, maxSurge: 0, ...updateStrategy?.rollingUpdate};
    return {
      ...object,
      spec: {
        ...object.spec,
        ...(template.spec !== undefined && {template: {...template, spec: completePodSpec(template.spec)}}),
        ...((updateStrategy?.type === 'RollingUpdate' || updateStrategy?.rollingUpdate) && {
          updateStrategy: {...updateStrategy, rollingUpdate},
        }),
      },
    };
  },
  prepareCreate: object => withTemplateGeneration({...object, status: noStatus}, '1'),
  prepareUpdate: (object, old, endpoint) => {
    const was = old.metadata.annotations?.[templateGeneration] ?? '1';
    if (endpoint === 'status') return {...withTemplateGeneration(object, was), ...(old.spec && {spec: old.spec})};
    const rolls = !meansTheSame(podTemplateSpec, object.spec?.template, old.spec?.template);
    const {status: _, ...rest} = object;
    return {
      ...withTemplateGeneration(rest, String(Number(was) + (rolls ? 1 : 0))),
      ...(old.status && {status: old.status}),
    };
  },
  validate: object => [
    ...validateMetadata(object.metadata),
    ...(object.spec ? validateDaemonSetSpec(object.spec) : []),
  ],
  validateUpdate: (object, old) => [
    ...validateMetadataUpdate(object.metadata, old.metadata),
    ...validateSelectorKept(object, old),
  ],
  warn: ({spec}) =>
    spec?.template.spec === undefined ? [] : warnAboutPodSpec(spec.template.spec, 'spec.template.spec'),
};

function withTemplateGeneration<T extends Pick<Unstored<StoredDaemonSet>, 'metadata'>>(
  object: T,
  generation: string,
): T {
  const annotations = {...object.metadata.annotations, [templateGeneration]: generation};
  return {...object, metadata: {...object.metadata, annotations}};
}

function validateSelectorKept({spec}: StoredDaemonSet, old: StoredDaemonSet): readonly Cause[] {
  return isDeepStrictEqual(spec?.selector, old.spec?.selector)
    ? []
    : [invalidValue('spec.selector', spec?.selector ?? null, 'field is immutable')];
}
