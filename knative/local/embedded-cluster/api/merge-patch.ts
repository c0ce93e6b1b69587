import {isJsonObject, type Json, type JsonObject} from '../schema/index.ts';
import type {ApplyPatch} from './dialect.ts';
import {parsePatchObject} from './parse-patch.ts';

export const mergePatch = 'application/merge-patch+json';

/** RFC 7386: objects are merged, null removes, everything else replaces. */
export const applyMergePatch: ApplyPatch = (current, body) => merge(current, parsePatchObject(body));

function merge(target: Json | undefined, patch: JsonObject): JsonObject {
  const merged: Record<string, Json> = {...(isJsonObject(target) ? target : {})};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = isJsonObject(value) ? merge(merged[key], value) : value;
  }
  return merged;
}
