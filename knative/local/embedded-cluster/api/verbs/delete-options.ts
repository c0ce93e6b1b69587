import {isJsonObject, type Json, type JsonObject} from '../../schema/index.ts';
import {
  badRequest,
  invalidOptions,
  type PropagationPolicy,
  preconditionFailed,
  type StoredObject,
} from '../../store/index.ts';
import type {ApiContext} from '../context.ts';
import type {Dialect} from '../dialect.ts';
import {type ApiRequest, readDryRun, readInteger} from '../request.ts';

/** What a client may say about a delete, in its body or in the query. */
export interface DeleteOptions {
  readonly dryRun: boolean;
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: PropagationPolicy;
  readonly preconditions: {readonly uid?: string; readonly resourceVersion?: string};
}

const policies: readonly PropagationPolicy[] = ['Foreground', 'Background', 'Orphan'];

/** The body counts; where there is none, the query does. */
export function readDeleteOptions({dialect}: ApiContext, request: ApiRequest): DeleteOptions {
  const {query} = request;
  const given = request.body.trim() === '' ? undefined : parseBody(dialect, request);
  const dryRun = given === undefined ? query.getAll('dryRun') : listOf(given.dryRun);
  const grace = given === undefined ? readInteger(query, 'gracePeriodSeconds') : given.gracePeriodSeconds;
  const policy = given === undefined ? query.get('propagationPolicy') : given.propagationPolicy;
  const propagationPolicy = readPolicy(policy ?? '');
  return {
    dryRun: readDryRun(dryRun, 'DeleteOptions'),
    ...(typeof grace === 'number' && {gracePeriodSeconds: grace}),
    ...(propagationPolicy !== undefined && {propagationPolicy}),
    preconditions: readPreconditions(given?.preconditions),
  };
}

function parseBody(dialect: Dialect, request: ApiRequest): JsonObject {
  const read = dialect.readBody(request, 'DeleteOptions');
  try {
    const json: Json = read ?? JSON.parse(request.body);
    return isJsonObject(json) ? json : {};
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : error}`);
  }
}

function listOf(json: Json | undefined): readonly string[] {
  return Array.isArray(json) ? json.map(String) : [];
}

function readPolicy(policy: Json): PropagationPolicy | undefined {
  if (policy === '') return undefined;
  const known = policies.find(each => each === policy);
  if (known !== undefined) return known;
  const message = `Unsupported value: ${JSON.stringify(policy)}: supported values: "Foreground", "Background", "Orphan", "nil"`;
  throw invalidOptions('DeleteOptions', {reason: 'FieldValueNotSupported', message, field: 'propagationPolicy'});
}

function readPreconditions(json: Json | undefined): DeleteOptions['preconditions'] {
  const {uid, resourceVersion} = isJsonObject(json) ? json : {};
  return {
    ...(typeof uid === 'string' && {uid}),
    ...(typeof resourceVersion === 'string' && {resourceVersion}),
  };
}

/** @throws Conflict (409) where the object is not the one that was meant. */
export function checkPreconditions({uid, resourceVersion}: DeleteOptions['preconditions'], object: StoredObject): void {
  const {kind, metadata} = object;
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw preconditionFailed(kind, metadata.name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw preconditionFailed(kind, metadata.name, why);
  }
}
