import {forbiddenRequest, kinds, requestDelete, type Store, type StoredObject, timestamp} from '../../store/index.ts';
import {type Answer, answerStatus} from '../answer.ts';
import type {ApiContext} from '../context.ts';
import {readFilter} from '../filter.ts';
import {inOrder} from '../list-at.ts';
import type {ApiRequest} from '../request.ts';
import type {NamedTarget, Target} from '../target.ts';
import {findObject} from '../writing.ts';
import {checkPreconditions, type DeleteOptions, readDeleteOptions} from './delete-options.ts';

/** DELETE of an object: 200 with a Status when it is gone, with the object where it waits for its end. */
export function deleteObject(context: ApiContext, target: NamedTarget, request: ApiRequest): Answer {
  const options = readDeleteOptions(context, request);
  const object = findObject(context, target);
  checkPreconditions(options.preconditions, object);
  const result = remove(context, object, options);
  // Pods and namespaces are answered as they were.
  if (!result.removed || object.kind === 'Pod' || object.kind === 'Namespace') {
    return {status: 200, content: {type: 'object', object: result.object}};
  }
  const {group, plural} = kinds[object.kind];
  return answerStatus({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {name: object.metadata.name, ...(group !== '' && {group}), kind: plural, uid: object.metadata.uid},
  });
}

/** DELETE of a collection: deletes all that match, and answers them. */
export function deleteCollection(context: ApiContext, target: Target, request: ApiRequest): Answer {
  const options = readDeleteOptions(context, request);
  const filter = readFilter(target, request.query);
  const {kind} = target.resource;
  const matching = inOrder(context.store.list(kind, target.namespace)).filter(object => filter.matches(object));
  const items = matching.map(object => remove(context, object, options).object);
  return {
    status: 200,
    content: {type: 'list', list: {kind, items, metadata: {resourceVersion: context.store.resourceVersion}}},
  };
}

function remove(
  {store, now}: ApiContext,
  object: StoredObject,
  options: DeleteOptions,
): ReturnType<typeof requestDelete> {
  const {kind, metadata} = object;
  const {dryRun, gracePeriodSeconds, propagationPolicy} = options;
  if (kind === 'Namespace') return removeNamespace(store, object, now(), dryRun);
  return requestDelete(
    store,
    {
      kind,
      namespace: metadata.namespace,
      name: metadata.name,
      ...(gracePeriodSeconds !== undefined && {gracePeriodSeconds}),
      ...(propagationPolicy !== undefined && {propagationPolicy}),
    },
    now(),
    {dryRun},
  );
}

/** At once and with all that is in it; a real cluster takes some seconds for that, of which only the answer is left here. */
function removeNamespace(
  store: Store,
  object: StoredObject,
  now: Date,
  dryRun: boolean,
): ReturnType<typeof requestDelete> {
  const {name} = object.metadata;
  if (name === 'default') throw forbiddenRequest('Namespace', name, 'this namespace may not be deleted');
  if (!dryRun) {
    for (const kind of ['DaemonSet', 'Pod', 'ConfigMap', 'Event'] as const) {
      for (const inside of store.list(kind, name)) store.delete(kind, name, inside.metadata.name);
    }
    store.delete('Namespace', undefined, name);
  }
  const terminating = {...object, metadata: {...object.metadata, deletionTimestamp: timestamp(now)}};
  return {object: Object.assign(terminating, {status: {phase: 'Terminating'}}), removed: true};
}
