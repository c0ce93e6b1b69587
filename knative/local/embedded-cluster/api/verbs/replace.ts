import {badRequest} from '../../store/index.ts';
import type {Answer} from '../answer.ts';
import type {ApiContext} from '../context.ts';
import {readBody, readObject} from '../read-object.ts';
import {type ApiRequest, readWriteOptions} from '../request.ts';
import type {NamedTarget} from '../target.ts';
import {changeObject, checkNamespaceMatches, findObject} from '../writing.ts';

/** PUT to an object: 200, 409 where someone was faster, 422 where a rule is broken. Nothing is created. */
export function replace(context: ApiContext, target: NamedTarget, request: ApiRequest): Answer {
  const {resource, name} = target;
  const options = readWriteOptions(request.query, 'UpdateOptions');
  const object = readObject(context, readBody(context, request, resource), resource, options.fieldValidation);
  if (!object.metadata.name) {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (object.metadata.name !== name) {
    throw badRequest(`the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`);
  }
  checkNamespaceMatches(object, target);
  const stored = changeObject(context, target, object, findObject(context, target), options);
  return {status: 200, content: {type: 'object', object: stored}};
}
