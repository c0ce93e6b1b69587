import type {Live} from '@image-puller/shared/live';
import {configMapLabel, managedByLabel} from '@image-puller/shared/names';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Event, Node, Pod} from 'kubernetes-types/core/v1';
import {ApiError} from './api-error.ts';
import {type Connection, type ConnectionOptions, connect} from './connection.ts';
import {decodeList, decodeObject} from './decode.ts';
import {type ApiRequest, createRequests, defaultLimits, type Limits, type Requests} from './requests.ts';
import type {Cluster, Written} from './types.ts';
import {watchCollection} from './watch.ts';

/** Pods of one page: about 5 MB with ten containers each. */
const podsPerPage = '500';

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

/** Opens the door. Throws where no cluster is configured; nothing is sent yet. */
export function connectCluster(options: ConnectionOptions = {}, limits: Limits = defaultLimits): ConnectedCluster {
  const connection = connect(options);
  const requests = createRequests(connection, limits);
  const path = (name = '') => joinPath(`/api/v1/namespaces/${connection.namespace}/configmaps`, name);
  return {
    ...createCluster(connection, requests),
    server: connection.server,
    contextName: connection.contextName,
    createConfigMap: async body => void (await requests.send({method: 'POST', path: path(), body})),
    replaceConfigMap: async body => void (await requests.send({method: 'PUT', path: path(body.metadata?.name), body})),
  };
}

function createCluster(connection: Connection, requests: Requests): Cluster {
  const {namespace} = connection;
  const core = (resource: string, name = '') => joinPath(`/api/v1/namespaces/${namespace}/${resource}`, name);
  const daemonSets = (name = '') => joinPath(`/apis/apps/v1/namespaces/${namespace}/daemonsets`, name);

  const read = async <T extends {metadata?: object}>(path: string): Promise<Live<T> | undefined> => {
    const answer = await unlessAbsent(requests.send({method: 'GET', path}));
    return answer === undefined ? undefined : decodeObject<T>(answer.body);
  };
  const list = async <T extends {metadata?: object}>(path: string, labelSelector?: string) =>
    decodeList<T>((await requests.send({method: 'GET', path, query: {labelSelector}})).body).items;
  const write = async (request: ApiRequest): Promise<Written<DaemonSet>> => {
    // Warn: an unknown field is dropped and told of in a header, where Strict would refuse the good part with the bad.
    const {body, warnings} = await requests.send({...request, query: {fieldValidation: 'Warn', ...request.query}});
    return {object: decodeObject<DaemonSet>(body), warnings};
  };

  return {
    namespace,
    readConfigMap: name => read<ConfigMap>(core('configmaps', name)),
    listConfigMaps: () => list<ConfigMap>(core('configmaps'), selectors.configMaps),
    readDaemonSet: name => read<DaemonSet>(daemonSets(name)),
    listDaemonSets: () => list<DaemonSet>(daemonSets(), selectors.daemonSets),
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
    async deleteDaemonSet(name, preconditions) {
      const body = {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions};
      return (await unlessAbsent(requests.send({method: 'DELETE', path: daemonSets(name), body}))) !== undefined;
    },
    async *pagesOfPods(labels) {
      const labelSelector = Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(',');
      let next: string | undefined;
      do {
        const query = {labelSelector, limit: podsPerPage, continue: next};
        const page = decodeList<Pod>((await requests.send({method: 'GET', path: core('pods'), query})).body);
        yield page.items;
        next = page.metadata.continue;
      } while (next);
    },
    async listNodes() {
      try {
        return await list<Node>('/api/v1/nodes');
      } catch (error) {
        if (error instanceof ApiError && error.failure === 'forbidden') return undefined;
        throw error;
      }
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
    async isOpenShift() {
      // The Go puller's own test, by group; asking for the one group spares reading them all.
      return (await unlessAbsent(requests.send({method: 'GET', path: '/apis/route.openshift.io'}))) !== undefined;
    },
    hasServiceAccount: async name => (await read(core('serviceaccounts', name))) !== undefined,
    watch: (what, onEvent, options) =>
      watchCollection(
        requests,
        what === 'configMaps' ? core('configmaps') : daemonSets(),
        selectors[what],
        onEvent,
        options,
      ),
    within: signal => createCluster(connection, requests.within(signal)),
    close: () => connection.close(),
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
