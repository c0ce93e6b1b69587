import type {Filter} from '@image-puller/knative/resources';

/** Does an event pass a Trigger's filter (CloudEvents Subscriptions API)? Attributes are those of its `ce-` headers. */
export function matches(filter: Filter, attributes: Readonly<Record<string, string>>): boolean {
  if ('any' in filter) return filter.any.some(inner => matches(inner, attributes));
  return Object.entries(filter.exact).every(([name, value]) => attributes[name] === value);
}
