import {configMap} from '../schema/index.ts';
import type {StoredConfigMap} from '../store/index.ts';
import type {Resource} from './resource.ts';
import {age} from './tables/index.ts';
import {
  validateConfigMapData,
  validateConfigMapUpdate,
  validateMetadata,
  validateMetadataUpdate,
} from './validation/index.ts';

export const configMaps: Resource<StoredConfigMap> = {
  kind: 'ConfigMap',
  singular: 'configmap',
  shortNames: ['cm'],
  schema: configMap,
  hasStatus: false,
  table: {
    columns: [{name: 'Name'}, {name: 'Data'}, {name: 'Age'}],
    cells: ({metadata, data = {}, binaryData = {}}, now) => [
      metadata.name,
      Object.keys(data).length + Object.keys(binaryData).length,
      age(metadata.creationTimestamp, now),
    ],
  },
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
