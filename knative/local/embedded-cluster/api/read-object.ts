import {load} from 'js-yaml';
import {readObjectMessage} from '../kubectl/index.ts';
import type {Resource} from '../resources/index.ts';
import {DecodeError, decode, isJsonObject, type Json, type JsonObject} from '../schema/index.ts';
import {badRequest, kinds, StatusError, type StoredObject, type Unstored} from '../store/index.ts';
import type {ApiContext} from './context.ts';
import {type ApiRequest, type FieldValidation, protobuf, readMediaType} from './request.ts';

/** Reads the body of a request that carries an object. */
export function readBody(request: ApiRequest, resource: Resource): JsonObject {
  const mediaType = readMediaType(request);
  if (mediaType === protobuf) return readObjectMessage(resource.kind, request.bytes);
  const unrecognized = (why: string): StatusError =>
    badRequest(
      `the object provided is unrecognized (must be of type ${resource.kind}): couldn't get version/kind; ${why}`,
    );
  if (mediaType !== 'application/json' && mediaType !== 'application/yaml') {
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf`,
    );
  }
  if (request.body === '') throw unrecognized('json parse error: unexpected end of JSON input (<empty>)');
  const json = mediaType === 'application/yaml' ? parseYaml(request.body) : parseJson(request.body, unrecognized);
  if (json === null) return {};
  if (!isJsonObject(json)) throw unrecognized('json parse error: an object is expected');
  return json;
}

function parseJson(text: string, unrecognized: (why: string) => StatusError): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unrecognized(`json parse error: ${error instanceof Error ? error.message : error}`);
  }
}

function parseYaml(text: string): Json {
  try {
    // Through JSON, so that dates and the like become text.
    return JSON.parse(JSON.stringify(load(text) ?? null));
  } catch (error) {
    throw badRequest(`error converting YAML to JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * Reads an object of a kind as a client sent it: unknown fields are dropped (and told, or refused), defaults are filled
 * in. It is not yet checked against any rule.
 *
 * @throws BadRequest (400) for another kind, a wrong type, and with `Strict` for an unknown field.
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
    if (!(error instanceof DecodeError)) throw error;
    throw badRequest(`${kind} in version "v1" cannot be handled as a ${kind}: ${error.message}`);
  }
}

/** An object as JSON of its own, to be patched. */
export function toJson(object: StoredObject): JsonObject {
  return JSON.parse(JSON.stringify(object));
}
