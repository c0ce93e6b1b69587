import {StatusError, type StoredObject} from '../../store/index.ts';
import type {Answer} from '../answer.ts';
import type {ApiContext} from '../context.ts';
import {readBody, readObject} from '../read-object.ts';
import {type ApiRequest, readWriteOptions} from '../request.ts';
import type {Target} from '../target.ts';
import {checkNamespaceExists, checkNamespaceMatches, refuseInvalid} from '../writing.ts';

/** POST to a collection: 201, 409 where the name is taken, 422 where a rule is broken. */
export function create(context: ApiContext, target: Target, request: ApiRequest): Answer {
  const {resource, namespace} = target;
  const {dryRun, fieldValidation} = readWriteOptions(request.query, 'CreateOptions');
  const object = readObject(context, readBody(context, request, resource), resource, fieldValidation);
  if (object.metadata.resourceVersion) {
    throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  checkNamespaceMatches(object, target);
  checkNamespaceExists(context, target);
  const {deletionTimestamp: _, deletionGracePeriodSeconds: __, selfLink: ___, ...metadata} = object.metadata;
  const prepared = resource.prepareCreate({
    ...object,
    metadata: {...metadata, ...(namespace !== undefined && {namespace})},
  });
  resource.warn(prepared).forEach(context.warn);
  refuseInvalid(resource, metadata.name ?? '', resource.validate(prepared));
  const stored = context.store.create<StoredObject>(prepared, {dryRun});
  return {status: 201, content: {type: 'object', object: dryRun ? withoutVersion(stored) : stored}};
}

/** What was not stored has no version; an empty one is not written. */
function withoutVersion(object: StoredObject): StoredObject {
  return {...object, metadata: {...object.metadata, resourceVersion: ''}};
}
