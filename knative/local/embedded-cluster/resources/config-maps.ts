import {configMap} from '../schema/index.ts';
import type {StoredConfigMap} from '../store/index.ts';
import type {Resource} from './resource.ts';
import {
  validateConfigMapData,
  validateConfigMapUpdate,
  validateMetadata,
  validateMetadataUpdate,
} from './validation/index.ts';

export const configMaps: Resource<StoredConfigMap> = {
  kind: 'ConfigMap',
  schema: configMap,
  hasStatus: false,
  selectable: [],
  complete: object => object,
  prepareCreate: object => object,
  prepareUpdate: object => object,
  validate: object => [...validateMetadata(object.metadata), ...validateConfigMapData(object)],
  validateUpdate: (object, old) => [
    ...validateMetadataUpdate(object.metadata, old.metadata),
    ...validateConfigMapUpdate(object, old),
  ],
  warn: () => [],
};
