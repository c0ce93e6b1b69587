import {isJsonObject, type Json, type JsonObject} from '../schema/index.ts';
import {badRequest} from '../store/index.ts';

/** @throws BadRequest (400) for what is no JSON. */
export function parsePatch(body: string): Json {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw badRequest(`error decoding patch: ${error instanceof Error ? error.message : error}`);
  }
}

/** @throws BadRequest (400) for what is no object, too. */
export function parsePatchObject(body: string): JsonObject {
  const json = parsePatch(body);
  if (!isJsonObject(json)) throw badRequest('error decoding patch: an object is expected');
  return json;
}
