import type {Container} from 'kubernetes-types/core/v1';
import {ingressClass} from '../ingress/index.ts';
import {isProgram, type Program, type SystemObject} from './objects.ts';

/**
 * Makes Knative's objects fit a small machine without a way out, and an ingress of the tests' own:
 *
 * - config-network names that ingress;
 * - config-deployment says of which registry tags are taken as they are: the API server's machine has it, Knative's pods
 *   have not;
 * - no container of Knative's asks for a share of the machine, or is held to one, and it is asked at once whether it is ready;
 * - one that answers late, where the machine is busy, is neither ended nor taken for away: then every write would fail.
 */
export const adaptObjects = (objects: readonly SystemObject[], registryHost: string): readonly SystemObject[] => [
  ...objects.map(object => {
    if (isProgram(object)) return adaptProgram(object);
    if (object.kind !== 'ConfigMap') return object;
    const {[object.metadata.name]: data} = settings(registryHost);
    return data === undefined ? object : {...object, data: {...object.data, ...data}};
  }),
  ...listMissing(objects),
];

const settings = (registryHost: string): Readonly<Record<string, Readonly<Record<string, string>>>> => ({
  'config-network': {'ingress-class': ingressClass},
  'config-deployment': {'registries-skipping-tag-resolving': registryHost},
});

function adaptProgram({spec, ...object}: Program): Program {
  const {template} = spec;
  const containers = template.spec?.containers.map(
    ({resources: _, livenessProbe: __, readinessProbe, ...container}): Container => ({
      ...container,
      ...(readinessProbe !== undefined && {
        readinessProbe: {
          ...readinessProbe,
          initialDelaySeconds: 0,
          periodSeconds: 1,
          timeoutSeconds: 10,
          failureThreshold: 12,
        },
      }),
    }),
  );
  return {...object, spec: {...spec, template: {...template, spec: {...template.spec, containers: containers ?? []}}}};
}

/** The ConfigMaps whose keys a program wants though none of the manifests has them: their values are of no use here. */
function listMissing(objects: readonly SystemObject[]): readonly SystemObject[] {
  const found = new Map<string, SystemObject>();
  for (const {metadata, spec} of objects.filter(isProgram)) {
    const variables = spec.template.spec?.containers.flatMap(({env = []}) => env) ?? [];
    for (const {name = '', key} of variables.flatMap(({valueFrom}) => valueFrom?.configMapKeyRef ?? [])) {
      if (objects.some(object => object.kind === 'ConfigMap' && object.metadata.name === name)) continue;
      const {namespace = ''} = metadata;
      const data = {...found.get(name)?.data, [key]: 'unbuilt.invalid/image'};
      found.set(name, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace}, data});
    }
  }
  return [...found.values()];
}
