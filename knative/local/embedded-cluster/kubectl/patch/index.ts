import {isJsonObject, type Json, type JsonObject, type Struct} from '../../schema/index.ts';
import {badRequest, StatusError} from '../../store/index.ts';
import {applyJsonPatch, JsonPatchError} from './json-patch.ts';
import {applyMergePatch} from './merge.ts';
import {applyStrategicPatch} from './strategic.ts';

/** How a patch is written. */
export type PatchType = 'merge' | 'strategic' | 'json';

/**
 * The kind of a patch, by the Content-Type of its request.
 *
 * @throws UnsupportedMediaType (415) for what is not imitated.
 */
export function readPatchType(contentType: string | undefined): PatchType {
  switch (contentType?.split(';')[0]?.trim()) {
    case 'application/merge-patch+json':
      return 'merge';
    case 'application/strategic-merge-patch+json':
      return 'strategic';
    case 'application/json-patch+json':
      return 'json';
    case 'application/apply-patch+yaml':
      throw unsupported(
        'server-side apply is not imitated by the embedded cluster; use kubectl apply without --server-side',
      );
    default:
      throw unsupported(
        '415: Unsupported Media Type; the patches are application/merge-patch+json, application/strategic-merge-patch+json and application/json-patch+json',
      );
  }
}

/**
 * What a patch makes of an object.
 *
 * @throws BadRequest (400) for a body that is no patch, Invalid (422) for a JSON patch that does not fit.
 */
export function applyPatch(type: PatchType, body: string, current: JsonObject, schema: Struct): JsonObject {
  switch (type) {
    case 'merge': {
      const merged = applyMergePatch(current, parseObject(body));
      return isJsonObject(merged) ? merged : current;
    }
    case 'strategic':
      return applyStrategicPatch(current, parseObject(body), schema);
    case 'json':
      return applyOperations(current, body);
  }
}

function unsupported(message: string): StatusError {
  return new StatusError(415, 'UnsupportedMediaType', message, {});
}

function parse(body: string): Json {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : error}`);
  }
}

function parseObject(body: string): JsonObject {
  const json = parse(body);
  if (!isJsonObject(json)) throw badRequest('error decoding patch: an object is expected');
  return json;
}

function applyOperations(current: JsonObject, body: string): JsonObject {
  const operations = parse(body);
  if (!Array.isArray(operations)) throw badRequest('error decoding patch: a list of operations is expected');
  try {
    const patched = applyJsonPatch(current, operations);
    return isJsonObject(patched) ? patched : {};
  } catch (error) {
    if (!(error instanceof JsonPatchError)) throw error;
    throw new StatusError(
      422,
      'Invalid',
      `the server rejected our request due to an error in our request: ${error.message}`,
      {},
    );
  }
}
