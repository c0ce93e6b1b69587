import {brokerName} from '@image-puller/shared/names';
import type {AccountName} from './names.ts';

/** The Kubernetes API verbs that are granted anywhere. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/** Verbs on one resource. */
export interface Grant {
  /** The API group; empty for the core one. */
  readonly group: '' | 'apps' | 'eventing.knative.dev' | 'scheduling.k8s.io';
  readonly resource:
    | ('brokers' | 'configmaps' | 'daemonsets' | 'events')
    | ('nodes' | 'pods' | 'priorityclasses' | 'serviceaccounts');
  /** On the objects of these names alone; on all where it is left out. */
  readonly names?: readonly string[];
  readonly verbs: readonly Verb[];
}

/** The pullers' configurations. */
const readConfigMaps: Grant = {group: '', resource: 'configmaps', verbs: ['get', 'list']};

/** Tells whether another installation that wrote a puller is still there (see `INSTALLATION_ID`). */
const findInstallation: Grant = {group: '', resource: 'serviceaccounts', verbs: ['get']};

/** What a function tells is a Kubernetes Event: looked up, created, or counted up. */
const tell: Grant = {group: '', resource: 'events', verbs: ['get', 'create', 'patch']};

/** Of those that publish: the Broker's `status.address` says where to. */
export const findBroker: Grant = {
  group: 'eventing.knative.dev',
  resource: 'brokers',
  names: [brokerName],
  verbs: ['get'],
};

/** Who may do what in the installation's namespace: nothing else, and nothing in any other namespace. */
export const grants: Readonly<Record<AccountName, readonly Grant[]>> = {
  /**
   * The only writer of specs, and the only one that may update: a dry run of a PUT counts as one. Pods where they are not Ready:
   * it deletes them in waves where Kubernetes would replace all at once.
   */
  apply: [
    readConfigMaps,
    {group: 'apps', resource: 'daemonsets', verbs: ['get', 'list', 'create', 'update', 'delete']},
    {group: '', resource: 'pods', verbs: ['list', 'delete']},
    findInstallation,
    tell,
    findBroker,
  ],
  /** Patches image states; finds in the controllers' Events why pods are refused. What a DaemonSet should be is compared with apply's record of it: no dry run, no update. */
  check: [
    readConfigMaps,
    {group: 'apps', resource: 'daemonsets', verbs: ['get', 'list', 'patch']},
    {group: '', resource: 'pods', verbs: ['list']},
    findInstallation,
    {...tell, verbs: ['get', 'list', 'create', 'patch']},
    findBroker,
  ],
  /** Patches the time of the last refresh, and what apply is to roll; not while the pods show a rollout. Makes scouts. */
  refresh: [
    {group: '', resource: 'configmaps', verbs: ['get']},
    {group: 'apps', resource: 'daemonsets', verbs: ['get', 'list', 'patch']},
    {group: '', resource: 'pods', verbs: ['list', 'create', 'delete']},
    findInstallation,
    tell,
    findBroker,
  ],
  /** Deletes what has lost its ConfigMap; takes our marks off what was released. */
  remove: [
    {group: '', resource: 'configmaps', verbs: ['get']},
    {group: 'apps', resource: 'daemonsets', verbs: ['list', 'patch', 'delete']},
    tell,
  ],
  /** Reads; of Events those of the DaemonSets' controller, which say why pods are refused. */
  status: [
    readConfigMaps,
    {group: 'apps', resource: 'daemonsets', verbs: ['get', 'list']},
    {group: '', resource: 'pods', verbs: ['list']},
    findInstallation,
    {group: '', resource: 'events', verbs: ['list']},
  ],
  /** What Knative's ApiServerSource needs for what it watches. */
  source: [
    {group: '', resource: 'configmaps', verbs: ['get', 'list', 'watch']},
    {group: 'apps', resource: 'daemonsets', verbs: ['get', 'list', 'watch']},
  ],
};

/**
 * The rights beyond the namespace: to count the nodes that should hold images, and to see whether the pods' priority class
 * evicts others. They can be left out.
 */
export const clusterGrants: readonly Grant[] = [
  {group: '', resource: 'nodes', verbs: ['list']},
  {group: 'scheduling.k8s.io', resource: 'priorityclasses', verbs: ['get']},
];

/**
 * Who has {@link clusterGrants}. Without the first they judge by the pods alone, and say so; without the second every class
 * counts as one that evicts. All of them compare a DaemonSet with what it should be, so what they know has to be the same.
 */
export const clusterReaders = ['apply', 'check', 'refresh', 'status'] as const satisfies readonly AccountName[];
