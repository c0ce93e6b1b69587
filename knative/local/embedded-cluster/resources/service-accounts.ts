import {serviceAccount} from '../schema/index.ts';
import type {StoredServiceAccount} from '../store/index.ts';
import type {Resource} from './resource.ts';
import {validateMetadata, validateMetadataUpdate} from './validation/index.ts';

export const serviceAccounts: Resource<StoredServiceAccount> = {
  kind: 'ServiceAccount',
  schema: serviceAccount,
  hasStatus: false,
  selectable: [],
  complete: object => object,
  prepareCreate: object => object,
  prepareUpdate: object => object,
  validate: object => validateMetadata(object.metadata),
  validateUpdate: (object, old) => validateMetadataUpdate(object.metadata, old.metadata),
  warn: () => [],
};
