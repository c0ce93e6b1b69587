import {isJsonObject, type Json, type JsonObject} from '../../schema/index.ts';

/** RFC 7386: objects are merged, null removes, everything else replaces. */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, Json> = {...(isJsonObject(target) ? target : {})};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = applyMergePatch(merged[key], value);
  }
  return merged satisfies JsonObject;
}
