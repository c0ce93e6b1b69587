import {isJsonObject, type Json, type JsonObject, type ListOf} from '../../schema/index.ts';

/** What a patch says of a list besides its items. */
export interface ListDirectives {
  /** `$setElementOrder/<list>`. */
  readonly order: Json | undefined;
  /** `$deleteFromPrimitiveList/<list>`. */
  readonly deleted: Json | undefined;
}

/** Merges one item of a patch into the item of that key, undefined where there was none. */
type MergeItem = (current: Json | undefined, patch: JsonObject) => Json;

/** Merges the items of a patch into a list: by their merge key, or, in a set, by their value. */
export function mergeList(
  current: readonly Json[],
  patch: readonly Json[],
  {mergeKey}: ListOf,
  {order, deleted}: ListDirectives,
  mergeItem: MergeItem,
): Json {
  if (mergeKey === undefined) return mergeSet(current, patch, deleted);
  const identify = (item: Json): Json | undefined => (isJsonObject(item) ? item[mergeKey] : undefined);
  const merged = mergeItems(current, patch, mergeKey, mergeItem);
  const named = Array.isArray(order) ? order : patch;
  return sortLike(merged, {order: named.map(identify), before: current, identify});
}

function mergeSet(current: readonly Json[], patch: readonly Json[], deleted: Json | undefined): readonly Json[] {
  const gone = Array.isArray(deleted) ? deleted : [];
  return [...new Set([...current.filter(value => !gone.includes(value)), ...patch])];
}

function mergeItems(
  current: readonly Json[],
  patch: readonly Json[],
  mergeKey: string,
  mergeItem: MergeItem,
): readonly Json[] {
  const items = patch.filter(isJsonObject);
  // One item `$patch: replace` makes the patch's other items the whole list.
  if (items.some(item => item.$patch === 'replace' && item[mergeKey] === undefined)) {
    return items.filter(item => item.$patch === undefined);
  }
  return items.reduce<readonly Json[]>((list, item) => mergeInto(list, item, mergeKey, mergeItem), current);
}

function mergeInto(list: readonly Json[], item: JsonObject, mergeKey: string, mergeItem: MergeItem): readonly Json[] {
  const same = (other: Json): boolean => isJsonObject(other) && other[mergeKey] === item[mergeKey];
  if (item.$patch === 'delete') return list.filter(other => !same(other));
  const index = list.findIndex(same);
  const merged = mergeItem(list[index], item);
  return index < 0 ? [...list, merged] : list.with(index, merged);
}

/**
 * The order kubectl expects: items named by the order (or the patch) as it names them, and between them the others where
 * they were, each before the first named item that it preceded.
 */
function sortLike(
  list: readonly Json[],
  {
    order,
    before,
    identify,
  }: {
    readonly order: readonly (Json | undefined)[];
    readonly before: readonly Json[];
    readonly identify: (item: Json) => Json | undefined;
  },
): readonly Json[] {
  const placeBefore = before.map(identify);
  const isNamed = (item: Json): boolean => order.includes(identify(item));
  const named = list.filter(isNamed).toSorted((a, b) => order.indexOf(identify(a)) - order.indexOf(identify(b)));
  const others = list.filter(item => !isNamed(item));
  const sorted: Json[] = [];
  for (const item of named) {
    const place = placeBefore.indexOf(identify(item));
    while (others[0] !== undefined && place >= 0 && placeBefore.indexOf(identify(others[0])) < place) {
      sorted.push(...others.splice(0, 1));
    }
    sorted.push(item);
  }
  return [...sorted, ...others];
}
