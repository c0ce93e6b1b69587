import type {Resource} from '../resources/index.ts';
import {DecodeError, decode, isJsonObject, type Json, type JsonObject, NotImitatedError} from '../schema/index.ts';
import {badRequest, kinds, notImitated, StatusError, type StoredObject, type Unstored} from '../store/index.ts';
import type {ApiContext} from './context.ts';
import {type ApiRequest, type FieldValidation, readMediaType} from './request.ts';

/** Reads the body of a request that carries an object. */
export function readBody({dialect}: ApiContext, request: ApiRequest, {kind}: Resource): JsonObject {
  const json =
    readMediaType(request) === 'application/json' ? parseJson(request.body, kind) : dialect.readBody(request, kind);
  if (json === undefined) {
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf`,
    );
  }
  if (json === null) return {};
  if (!isJsonObject(json)) throw unrecognized(kind, 'an object is expected');
  return json;
}

/** 400: a body that is no object. */
export function unrecognized(kind: string, why: string): StatusError {
  return badRequest(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why}`,
  );
}

function parseJson(text: string, kind: string): Json {
  if (text === '') throw unrecognized(kind, 'unexpected end of JSON input (<empty>)');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unrecognized(kind, error instanceof Error ? error.message : String(error));
  }
}

/**
 * Reads an object of a kind as a client sent it: unknown fields are dropped (and told, or refused), defaults are filled
 * in. It is not yet checked against any rule.
 *
 * @throws BadRequest (400) for another kind, a wrong type, and with `Strict` for an unknown field; NotImplemented (501) for
 * a field that nothing stands behind.
 */
export function readObject(
  {warn}: ApiContext,
  json: JsonObject,
  resource: Resource,
  validation: FieldValidation,
): Unstored<StoredObject> {
  const {kind} = resource;
  const {apiVersion} = kinds[kind];
  checkKind(json, kind, apiVersion);
  const {value, unknownFields} = decodeFields(json, resource);
  const unknown = unknownFields.map(field => `unknown field "${field}"`);
  if (validation === 'Strict' && unknown.length > 0) {
    const all = unknown.join(', ');
    throw badRequest(`${kind} in version "v1" cannot be handled as a ${kind}: strict decoding error: ${all}`);
  }
  if (validation === 'Warn') unknown.forEach(warn);
  const {managedFields: _, ...metadata} = isJsonObject(value.metadata) ? value.metadata : {};
  return resource.complete({kind, apiVersion, ...value, metadata});
}

function checkKind(json: JsonObject, kind: string, apiVersion: string): void {
  const givenKind = json.kind ?? kind;
  const givenVersion = json.apiVersion ?? apiVersion;
  if (givenKind === kind && givenVersion === apiVersion) return;
  const version = String(givenVersion).split('/').at(-1);
  throw badRequest(
    `${givenKind} in version "${version}" cannot be handled as a ${kind}: the path serves kind "${kind}" of apiVersion "${apiVersion}"`,
  );
}

function decodeFields(json: JsonObject, {schema, kind}: Resource): ReturnType<typeof decode> {
  try {
    return decode(schema, json, kind);
  } catch (error) {
    if (error instanceof NotImitatedError) throw notImitated(error.message);
    if (!(error instanceof DecodeError)) throw error;
    throw badRequest(`${kind} in version "v1" cannot be handled as a ${kind}: ${error.message}`);
  }
}

/** An object as JSON of its own, to be patched. */
export function toJson(object: StoredObject): JsonObject {
  return JSON.parse(JSON.stringify(object));
}
