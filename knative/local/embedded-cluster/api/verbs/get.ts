import type {Answer} from '../answer.ts';
import type {ApiContext} from '../context.ts';
import type {ApiRequest} from '../request.ts';
import {checkNotFuture} from '../resource-version.ts';
import type {NamedTarget} from '../target.ts';
import {findObject} from '../writing.ts';

/** GET of an object. */
export function get(context: ApiContext, target: NamedTarget, request: ApiRequest): Answer {
  checkNotFuture(request.query.get('resourceVersion') ?? '', context.store);
  return {status: 200, content: {type: 'object', object: findObject(context, target)}};
}
