import {kinds, StatusError} from '../store/index.ts';
import type {Answer} from './answer.ts';
import type {ApiContext} from './context.ts';
import type {ServerFacts} from './dialect.ts';
import {answerGroup} from './groups.ts';
import {MethodNotAllowed} from './method-not-allowed.ts';
import type {ApiRequest} from './request.ts';
import {isNamed, type NamedTarget, parseTarget, type Target} from './target.ts';
import {create, deleteCollection, deleteObject, get, list, patch, replace} from './verbs/index.ts';

/**
 * The answer to any request but a watch.
 *
 * @throws {StatusError} For everything that is answered with a Status.
 */
export function answerRequest(context: ApiContext, request: ApiRequest, server: ServerFacts): Answer {
  const target = parseTarget(request.path);
  if (target !== undefined) {
    return isNamed(target) ? answerObject(context, target, request) : answerCollection(context, target, request);
  }
  return answerGroup(request, server.groups) ?? context.dialect.answer(request, server) ?? answerNothing(request.path);
}
const statusMethods = ['GET', 'PUT', 'PATCH'];

function answerObject(context: ApiContext, target: NamedTarget, request: ApiRequest): Answer {
  switch (request.method) {
    case 'GET':
      return get(context, target, request);
    case 'PUT':
      return replace(context, target, request);
    case 'PATCH':
      return patch(context, target, request);
    case 'DELETE':
      if (target.subresource === undefined) return deleteObject(context, target, request);
      throw new MethodNotAllowed(statusMethods);
    default:
      throw new MethodNotAllowed(target.subresource === undefined ? [...statusMethods, 'DELETE'] : statusMethods);
  }
}

function answerCollection(context: ApiContext, target: Target, request: ApiRequest): Answer {
  // A list over all namespaces has no place for something new.
  const writable = target.namespace !== undefined || !kinds[target.resource.kind].namespaced;
  if (request.method === 'GET') return list(context, target, request);
  if (writable && request.method === 'POST') return create(context, target, request);
  if (writable && request.method === 'DELETE') return deleteCollection(context, target, request);
  throw new MethodNotAllowed(writable ? ['GET', 'POST', 'DELETE'] : ['GET']);
}

/** What a group does not serve is a Status; a group that nobody serves is not known to anybody who could write one. */
function answerNothing(path: string): Answer {
  if (/^\/(api|apis\/apps)(\/|$)/.test(path))
    throw new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
  return {status: 404, content: {type: 'text', text: '404 page not found\n'}};
}
