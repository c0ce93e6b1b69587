import {serviceAccount} from '../schema/index.ts';
import type {StoredServiceAccount} from '../store/index.ts';
import type {Resource} from './resource.ts';
import {age} from './tables/index.ts';
import {validateMetadata, validateMetadataUpdate} from './validation/index.ts';

export const serviceAccounts: Resource<StoredServiceAccount> = {
  kind: 'ServiceAccount',
  singular: 'serviceaccount',
  shortNames: ['sa'],
  schema: serviceAccount,
  hasStatus: false,
  table: {
    columns: [{name: 'Name'}, {name: 'Secrets'}, {name: 'Age'}],
    cells: ({metadata, secrets = []}, now) => [metadata.name, secrets.length, age(metadata.creationTimestamp, now)],
  },
  selectable: [],
  complete: object => object,
  prepareCreate: object => object,
  prepareUpdate: object => object,
  validate: object => validateMetadata(object.metadata),
  validateUpdate: (object, old) => validateMetadataUpdate(object.metadata, old.metadata),
  warn: () => [],
};
