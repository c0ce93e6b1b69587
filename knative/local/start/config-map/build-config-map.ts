import {isDeepStrictEqual} from 'node:util';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {ConfigMapManifest} from './types.ts';

/**
 * The ConfigMap as it is to be: data as in the file and nothing else; labels and annotations that others put on the one
 * that is there (Helm, an operator) stay. It conflicts where that one has changed since.
 */
export function buildConfigMap(manifest: ConfigMapManifest, existing: ConfigMap | undefined): ConfigMap {
  const {resourceVersion, labels, annotations, ownerReferences, finalizers} = existing?.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: manifest.name,
      ...(resourceVersion !== undefined && {resourceVersion}),
      labels: {...labels, ...manifest.labels},
      annotations: {...annotations, ...manifest.annotations},
      ...(ownerReferences !== undefined && {ownerReferences}),
      ...(finalizers !== undefined && {finalizers}),
    },
    data: {...manifest.data},
    binaryData: {...manifest.binaryData},
  };
}

/** Whether two ConfigMaps say the same. Absent and empty are the same to Kubernetes. */
export const isSameConfigMap = (a: ConfigMap, b: ConfigMap): boolean => isDeepStrictEqual(pickOurs(a), pickOurs(b));

const pickOurs = ({metadata = {}, data = {}, binaryData = {}}: ConfigMap) => ({
  labels: {...metadata.labels},
  annotations: {...metadata.annotations},
  data: {...data},
  binaryData: {...binaryData},
});
