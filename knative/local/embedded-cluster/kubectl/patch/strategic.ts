import {isJsonObject, type Json, type JsonObject, type ListOf, type Schema} from '../../schema/index.ts';
import {type ListDirectives, mergeList} from './strategic-list.ts';

/**
 * A strategic merge patch, as kubectl edit and apply send it: like a merge patch, but lists whose items have a merge
 * key are merged item by item. The schema says which. Directives: `$patch: replace | delete | merge`, `$retainKeys`,
 * `$setElementOrder/<list>`, `$deleteFromPrimitiveList/<list>`.
 */
export function applyStrategicPatch(
  target: Json | undefined,
  patch: JsonObject,
  schema: Schema | undefined,
): JsonObject {
  const {$patch: directive, $retainKeys: retain, ...fields} = patch;
  if (directive === 'replace') return fields;
  if (directive === 'delete') return {};
  const kept = isJsonObject(target) ? retainKeys(target, retain) : {};
  const merged: Record<string, Json> = {...kept};
  for (const [key, value] of Object.entries(fields)) {
    if (key.startsWith('$')) continue;
    const result = patchField(merged[key], value, fieldSchema(schema, key), {
      order: fields[`$setElementOrder/${key}`],
      deleted: fields[`$deleteFromPrimitiveList/${key}`],
    });
    if (result === undefined) delete merged[key];
    else merged[key] = result;
  }
  for (const [key, value] of Object.entries(fields)) {
    const list = /^\$(?:setElementOrder|deleteFromPrimitiveList)\/(.+)$/.exec(key)?.[1];
    if (list === undefined || Object.hasOwn(fields, list)) continue;
    // The list itself is not in the patch: only its order changes, or items leave it.
    const field = fieldSchema(schema, list);
    const current = merged[list];
    if (field?.type !== 'list' || !Array.isArray(current)) continue;
    const directives = key.startsWith('$set') ? {order: value, deleted: undefined} : {order: undefined, deleted: value};
    merged[list] = mergeList(current, [], field, directives, mergeItemBy(field));
  }
  return merged;
}

function patchField(
  current: Json | undefined,
  value: Json,
  schema: Schema | undefined,
  directives: ListDirectives,
): Json | undefined {
  if (value === null) return undefined;
  if (isJsonObject(value)) return applyStrategicPatch(current, value, schema);
  if (Array.isArray(value) && isMerged(schema)) {
    return mergeList(Array.isArray(current) ? current : [], value, schema, directives, mergeItemBy(schema));
  }
  return value;
}

const mergeItemBy =
  ({items}: ListOf) =>
  (current: Json | undefined, patch: JsonObject): JsonObject =>
    applyStrategicPatch(current, patch, items);

function isMerged(schema: Schema | undefined): schema is ListOf {
  return schema?.type === 'list' && (schema.mergeKey !== undefined || schema.merge === true);
}

function fieldSchema(schema: Schema | undefined, key: string): Schema | undefined {
  if (schema?.type === 'struct') return schema.fields[key];
  return schema?.type === 'map' ? schema.values : undefined;
}

function retainKeys(target: JsonObject, retain: Json | undefined): JsonObject {
  if (!Array.isArray(retain)) return target;
  return Object.fromEntries(Object.entries(target).filter(([key]) => retain.includes(key)));
}
