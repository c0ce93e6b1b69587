import {namespace} from '../schema/index.ts';
import type {StoredNamespace} from '../store/index.ts';
import type {Resource} from './resource.ts';
import {checkDnsLabel, validateMetadata, validateMetadataUpdate} from './validation/index.ts';

export const namespaces: Resource<StoredNamespace> = {
  kind: 'Namespace',
  schema: namespace,
  hasStatus: true,
  selectable: [{field: 'name', path: 'metadata.name'}, {field: 'status.phase'}],
  complete: object => {
    const {name} = object.metadata;
    const labels = {...object.metadata.labels, ...(name && {'kubernetes.io/metadata.name': name})};
    return {...object, metadata: {...object.metadata, labels}};
  },
  prepareCreate: object => ({...object, spec: {finalizers: ['kubernetes']}, status: {phase: 'Active'}}),
  prepareUpdate: (object, old) => ({
    ...object,
    ...(old.spec && {spec: old.spec}),
    ...(old.status && {status: old.status}),
  }),
  validate: object => validateMetadata(object.metadata, checkDnsLabel),
  validateUpdate: (object, old) => validateMetadataUpdate(object.metadata, old.metadata),
  warn: () => [],
};
