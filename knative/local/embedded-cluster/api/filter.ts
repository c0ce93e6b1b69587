import type {Resource} from '../resources/index.ts';
import {matchesFields, matchesRequirements, parseFieldSelector, parseLabelSelector} from '../selectors/index.ts';
import {badRequest, type StoredObject} from '../store/index.ts';
import type {Target} from './target.ts';

/** Which objects a list or watch is about. */
export interface Filter {
  /** Whether anything is selected beyond the namespace: lists then don't count what remains. */
  readonly selects: boolean;
  matches(object: StoredObject): boolean;
}

/** Reads the selectors of a list, watch or deletecollection. */
export function readFilter({resource, namespace, name}: Target, query: URLSearchParams): Filter {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '');
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '');
  for (const {field} of fields) checkSelectable(field, resource);
  return {
    selects: labels.length > 0 || fields.length > 0,
    matches: object =>
      object.kind === resource.kind &&
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (name === undefined || object.metadata.name === name) &&
      matchesRequirements(labels, object.metadata.labels) &&
      (fields.length === 0 || matchesFields(fields, selectableFields(object, resource))),
  };
}

function selectableFields(object: StoredObject, {selectable}: Resource): Readonly<Record<string, string>> {
  const {name, namespace = ''} = object.metadata;
  const own = selectable.map(({field, path = field, unset = ''}) => [
    field,
    readPath(object, path.split('.')) || unset,
  ]);
  return {'metadata.name': name, 'metadata.namespace': namespace, ...Object.fromEntries(own)};
}

function readPath(value: unknown, [key, ...rest]: readonly string[]): string {
  if (key === undefined) return value === undefined ? '' : String(value);
  const found =
    typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key) : undefined;
  return found === undefined ? '' : readPath(found[1], rest);
}

function checkSelectable(field: string, {selectable}: Resource): void {
  if (field === 'metadata.name' || field === 'metadata.namespace') return;
  if (selectable.some(each => each.field === field)) return;
  throw badRequest(
    selectable.length === 0
      ? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
      : `field label not supported: ${field}`,
  );
}
