import type {StatusCause} from 'kubernetes-types/meta/v1';
import type {Resource} from '../resources/index.ts';
import {
  badRequest,
  invalid,
  notFound,
  StatusError,
  type StoredMeta,
  type StoredObject,
  type Unstored,
} from '../store/index.ts';
import type {ApiContext} from './context.ts';
import type {NamedTarget, Target} from './target.ts';

/** Refuses an object that breaks rules, with all of them. */
export function refuseInvalid(resource: Resource, name: string, causes: readonly Required<StatusCause>[]): void {
  if (causes.length > 0) throw invalid(resource.kind, name, causes);
}

/** The namespace of the path is the object's; another one in the body is a mistake. */
export function checkNamespaceMatches(object: Unstored<StoredObject>, {namespace}: Target): void {
  const given = object.metadata.namespace;
  if (given !== undefined && given !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** Nothing new in a namespace that is not there. */
export function checkNamespaceExists({store}: ApiContext, {namespace}: Target): void {
  if (namespace !== undefined && store.get('Namespace', undefined, namespace) === undefined) {
    throw notFound('Namespace', namespace);
  }
}

/** The object that the path names. */
export function findObject({store}: ApiContext, {resource, namespace, name}: NamedTarget): StoredObject {
  const found = store.get(resource.kind, namespace, name);
  if (found === undefined) throw notFound(resource.kind, name);
  return found;
}

/**
 * Changes an object to what is wanted, as PUT and PATCH do.
 *
 * @returns The object as it is now, or would be.
 */
export function changeObject(
  {store, warn}: ApiContext,
  {resource, namespace, subresource}: Target,
  wanted: Unstored<StoredObject>,
  old: StoredObject,
  {dryRun}: {readonly dryRun: boolean},
): StoredObject {
  checkResourceVersion(wanted.metadata.resourceVersion);
  const metadata = buildMetadata(wanted, old, namespace);
  const endpoint = subresource === 'status' ? 'status' : 'object';
  const object = resource.prepareUpdate({...wanted, metadata}, old, endpoint);
  // A status is written by those who know it; the rules here are for what users write.
  const causes = endpoint === 'status' ? [] : [...resource.validate(object), ...resource.validateUpdate(object, old)];
  if (endpoint === 'object') resource.warn(object).forEach(warn);
  refuseInvalid(resource, old.metadata.name, causes);
  const stored = store.update(object, {dryRun});
  return dryRun ? {...stored, metadata: {...stored.metadata, resourceVersion: old.metadata.resourceVersion}} : stored;
}

/** What a client says of these is not believed: they are the server's. */
function buildMetadata(
  {metadata}: Unstored<StoredObject>,
  old: StoredObject,
  namespace: string | undefined,
): StoredMeta {
  const {deletionTimestamp: _, deletionGracePeriodSeconds: __, generation: ___, selfLink: ____, ...wanted} = metadata;
  const {name, uid, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, generation} = old.metadata;
  const {resourceVersion = ''} = wanted;
  return {
    ...wanted,
    name,
    ...(namespace !== undefined && {namespace}),
    uid: wanted.uid || uid,
    resourceVersion: resourceVersion === '0' ? '' : resourceVersion,
    ...(generation !== undefined && {generation}),
    creationTimestamp,
    ...(deletionTimestamp !== undefined && {deletionTimestamp}),
    ...(deletionGracePeriodSeconds !== undefined && {deletionGracePeriodSeconds}),
  };
}

function checkResourceVersion(version: string | undefined): void {
  if (version && !/^\d+$/.test(version)) {
    throw new StatusError(500, '', `strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`);
  }
}
