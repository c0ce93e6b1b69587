import type {Live} from '@image-puller/shared/live';
import {configMapLabel, managedByLabel} from '@image-puller/shared/names';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Event, Node, Pod} from 'kubernetes-types/core/v1';
import type {PriorityClass} from 'kubernetes-types/scheduling/v1';
import {ApiError} from './api-error.ts';
import {type ClusterAccess, type Connection, connect} from './connection.ts';
import {decodeList, decodeObject} from './decode.ts';
import {type ApiRequest, createRequests, defaultLimits, type Limits, type Requests} from './requests.ts';
import type {Broker, Cluster, Precondition, Written} from './types.ts';
import {watchCollection} from './watch.ts';

/** Containers of one page of pods: about 1 MB. */
const containersPerPage = 1000;
/** Nodes of one page: 2 to 10 MB, by how many images their status lists. */
const nodesPerPage = 200;

/** Of one object, for one reason: the controller folds further ones into few. */
const eventsRead = '500';

const selectors = {
  configMaps: `${configMapLabel.key}=${configMapLabel.value}`,
  daemonSets: `${managedByLabel.key}=${managedByLabel.value}`,
} as const;

/**
 * A cluster, the names by which people know where it is, and what no step may do and a person may: write ConfigMaps.
 * `npm start` applies its file that way.
 */
export interface ConnectedCluster extends Cluster {
  readonly server: string;
  readonly contextName: string;
  createConfigMap(configMap: ConfigMap): Promise<void>;
  /** PUT; the body's resourceVersion must be the stored one. */
  replaceConfigMap(configMap: ConfigMap): Promise<void>;
}

/** Opens the door. Nothing is sent yet. */
export function connectCluster(access: ClusterAccess, limits: Limits = defaultLimits): ConnectedCluster {
  const connection = connect(access, limits.idle);
  const requests = createRequests(connection, limits);
  const path = (name = '') => joinPath(`/api/v1/namespaces/${connection.namespace}/configmaps`, name);
  return {
    ...createCluster(connection, requests, createPlatform(requests)),
    server: connection.server,
    contextName: connection.contextName,
    createConfigMap: async body => void (await requests.send({method: 'POST', path: path(), body})),
    replaceConfigMap: async body => void (await requests.send({method: 'PUT', path: path(body.metadata?.name), body})),
  };
}

function createCluster(connection: Connection, requests: Requests, platform: ApiGroups): Cluster {
  const {namespace} = connection;
  const core = (resource: string, name = '') => joinPath(`/api/v1/namespaces/${namespace}/${resource}`, name);
  const daemonSets = (name = '') => joinPath(`/apis/apps/v1/namespaces/${namespace}/daemonsets`, name);

  const read = async <T extends {metadata?: object}>(path: string): Promise<Live<T> | undefined> => {
    const answer = await unlessAbsent(requests.send({method: 'GET', path}));
    return answer === undefined ? undefined : decodeObject<T>(answer.body);
  };
  const list = async <T extends {metadata?: object}>(path: string, query: ApiRequest['query'] = {}) =>
    decodeList<T>((await requests.send({method: 'GET', path, query})).body).items;
  const write = async (request: ApiRequest): Promise<Written<DaemonSet>> => {
    // Warn: an unknown field is dropped and told of in a header, where Strict would refuse the good part with the bad.
    const {body, warnings} = await requests.send({...request, query: {fieldValidation: 'Warn', ...request.query}});
    return {object: decodeObject<DaemonSet>(body), warnings};
  };
  const remove = async (path: string, preconditions: Precondition): Promise<boolean> => {
    const body = {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions};
    return (await unlessAbsent(requests.send({method: 'DELETE', path, body}))) !== undefined;
  };

  return {
    namespace,
    readConfigMap: name => read<ConfigMap>(core('configmaps', name)),
    listConfigMaps: () => list<ConfigMap>(core('configmaps'), {labelSelector: selectors.configMaps}),
    listLabelledConfigMaps: () => list<ConfigMap>(core('configmaps'), {labelSelector: configMapLabel.key}),
    readDaemonSet: name => read<DaemonSet>(daemonSets(name)),
    listDaemonSets: () => list<DaemonSet>(daemonSets(), {labelSelector: selectors.daemonSets}),
    createDaemonSet: body => write({method: 'POST', path: daemonSets(), body}),
    replaceDaemonSet: (body, {dryRun} = {dryRun: false}) =>
      write({method: 'PUT', path: daemonSets(body.metadata?.name), body, query: {dryRun: dryRun ? 'All' : undefined}}),
    patchDaemonSet: (name, precondition, metadata) =>
      write({
        method: 'PATCH',
        path: daemonSets(name),
        contentType: 'application/merge-patch+json',
        body: {metadata: {...metadata, ...precondition}},
      }),
    deleteDaemonSet: (name, preconditions) => remove(daemonSets(name), preconditions),
    pagesOfPods(labels, containers) {
      const labelSelector = Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(',');
      const size = Math.ceil(containersPerPage / Math.max(1, containers));
      return pages<Pod>(requests, core('pods'), size, {labelSelector});
    },
    createPod: async body => void (await requests.send({method: 'POST', path: core('pods'), body})),
    deletePod: (name, preconditions) => remove(core('pods', name), preconditions),
    pagesOfNodes: () => pages<Node>(requests, '/api/v1/nodes', nodesPerPage),
    readPriorityClass: name => read<PriorityClass>(joinPath('/apis/scheduling.k8s.io/v1/priorityclasses', name)),
    listEvents(uid, which) {
      const wanted = Object.entries({'involvedObject.uid': uid, ...which}).map(([field, value]) => `${field}=${value}`);
      return list<Event>(core('events'), {fieldSelector: wanted.join(','), limit: eventsRead});
    },
    readEvent: name => read<Event>(core('events', name)),
    createEvent: async body => void (await requests.send({method: 'POST', path: core('events'), body})),
    patchEvent: async (name, body) =>
      void (await requests.send({
        method: 'PATCH',
        path: core('events', name),
        contentType: 'application/merge-patch+json',
        body,
      })),
    readBroker: name => read<Broker>(joinPath(`/apis/eventing.knative.dev/v1/namespaces/${namespace}/brokers`, name)),
    isOpenShift: platform.isOpenShift,
    hasServiceAccount: async name => (await read(core('serviceaccounts', name))) !== undefined,
    watch: (what, onEvent, options) =>
      watchCollection(
        requests,
        what === 'configMaps' ? core('configmaps') : daemonSets(),
        selectors[what],
        onEvent,
        options,
      ),
    within: signal => createCluster(connection, requests.within(signal), platform),
    close: () => connection.close(),
  };
}

async function* pages<T extends {metadata?: object}>(
  requests: Requests,
  path: string,
  size: number,
  query: Readonly<Record<string, string>> = {},
): AsyncGenerator<readonly Live<T>[]> {
  let next: string | undefined;
  do {
    const page = await requests.send({method: 'GET', path, query: {...query, limit: String(size), continue: next}});
    const {items, metadata} = decodeList<T>(page.body);
    yield items;
    next = metadata.continue;
  } while (next);
}

type ApiGroups = Pick<Cluster, 'isOpenShift'>;

/** What a cluster is does not change while it runs: it is asked once, and again only where there was no answer. */
function createPlatform(requests: Requests): ApiGroups {
  let isOpenShift: boolean | undefined;
  return {
    async isOpenShift() {
      // The Go puller's own test, by group; asking for the one group spares reading them all.
      isOpenShift ??=
        (await unlessAbsent(requests.send({method: 'GET', path: '/apis/route.openshift.io'}))) !== undefined;
      return isOpenShift;
    },
  };
}

/** Names come from events and ConfigMaps: a slash in one must not reach another object. */
const joinPath = (collection: string, name: string): string =>
  name === '' ? collection : `${collection}/${encodeURIComponent(name)}`;

async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
