import {node} from '../schema/index.ts';
import type {StoredNode} from '../store/index.ts';
import type {Resource} from './resource.ts';
import {validateMetadata, validateMetadataUpdate} from './validation/index.ts';

export const nodes: Resource<StoredNode> = {
  kind: 'Node',
  schema: node,
  hasStatus: true,
  selectable: [{field: 'spec.unschedulable', unset: 'false'}],
  complete: object => {
    const {status} = object;
    // A node that does not say what it keeps for itself keeps nothing.
    return status?.capacity === undefined || status.allocatable !== undefined
      ? object
      : {...object, status: {...status, allocatable: status.capacity}};
  },
  prepareCreate: object => object,
  prepareUpdate: (object, old, endpoint) => {
    if (endpoint === 'status') return {...object, ...(old.spec && {spec: old.spec})};
    const {status: _, ...rest} = object;
    return {...rest, ...(old.status && {status: old.status})};
  },
  validate: object => validateMetadata(object.metadata),
  validateUpdate: (object, old) => validateMetadataUpdate(object.metadata, old.metadata),
  warn: () => [],
};
