import type {Kind} from './types.ts';

/** Where a kind lives in the Kubernetes API. */
export interface KindNames {
  /** The empty string is the core group. */
  readonly group: '' | 'apps' | 'scheduling.k8s.io';
  readonly apiVersion: 'v1' | 'apps/v1' | 'scheduling.k8s.io/v1';
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The kinds served, by kind. All are version v1 of their group. */
export const kinds: Readonly<Record<Kind, KindNames>> = {
  ConfigMap: {group: '', apiVersion: 'v1', plural: 'configmaps', namespaced: true},
  DaemonSet: {group: 'apps', apiVersion: 'apps/v1', plural: 'daemonsets', namespaced: true},
  Event: {group: '', apiVersion: 'v1', plural: 'events', namespaced: true},
  Namespace: {group: '', apiVersion: 'v1', plural: 'namespaces', namespaced: false},
  Node: {group: '', apiVersion: 'v1', plural: 'nodes', namespaced: false},
  Pod: {group: '', apiVersion: 'v1', plural: 'pods', namespaced: true},
  PriorityClass: {
    group: 'scheduling.k8s.io',
    apiVersion: 'scheduling.k8s.io/v1',
    plural: 'priorityclasses',
    namespaced: false,
  },
  ServiceAccount: {group: '', apiVersion: 'v1', plural: 'serviceaccounts', namespaced: true},
};

/** The resource as error messages name it: `configmaps`, `daemonsets.apps`. */
export function qualifiedResource(kind: Kind): string {
  const {group, plural} = kinds[kind];
  return group === '' ? plural : `${plural}.${group}`;
}
