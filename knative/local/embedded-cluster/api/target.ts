import {type Resource, resources} from '../resources/index.ts';
import {kinds} from '../store/index.ts';

/** What a path points at. */
export interface Target {
  readonly resource: Resource;
  /** Undefined for resources without namespaces, and for lists over all of them. */
  readonly namespace?: string;
  /** Undefined for the collection. */
  readonly name?: string;
  readonly subresource?: 'status';
}

/** Reads a path such as `/apis/apps/v1/namespaces/default/daemonsets/a/status`; undefined where nothing is served. */
export function parseTarget(path: string): Target | undefined {
  const match = /^\/(api|apis\/([^/]+))\/v1\/(.+)$/.exec(path);
  if (match === null) return undefined;
  const [, , group = '', rest = ''] = match;
  const parts = rest.replace(/\/$/, '').split('/').map(decodeURIComponent);
  if (parts.some(part => part === '')) return undefined;
  const [first, namespace, plural = '', ...others] = parts;
  // `/namespaces/a/status` and `/namespaces/a` mean the namespace itself.
  const within = first === 'namespaces' && parts.length > 2 && !(parts.length === 3 && plural === 'status');
  const [collection = '', name, subresource, ...more] = within ? [plural, ...others] : parts;
  const resource = resources.find(each => kinds[each.kind].plural === collection && kinds[each.kind].group === group);
  if (resource === undefined || more.length > 0) return undefined;
  const {namespaced} = kinds[resource.kind];
  if (within !== namespaced && (within || name !== undefined)) return undefined;
  if (subresource !== undefined && (subresource !== 'status' || !resource.hasStatus)) return undefined;
  return {
    resource,
    ...(within && namespace !== undefined && {namespace}),
    ...(name !== undefined && {name}),
    ...(subresource === 'status' && {subresource}),
  };
}

/** A target that names one object. */
export type NamedTarget = Target & {readonly name: string};

export function isNamed(target: Target): target is NamedTarget {
  return target.name !== undefined;
}
