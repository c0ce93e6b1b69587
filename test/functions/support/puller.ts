import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {type EmbeddedCluster, type EmbeddedClusterOptions, startEmbeddedCluster} from '@image-puller/embedded-cluster';
import type {Context, ObjectReference} from '@image-puller/functions';
import {type Cluster, connectCluster} from '@image-puller/functions/cluster';
import {createBaseContext, createContext} from '@image-puller/functions/context';
import type {InvocationEntry} from '@image-puller/functions/delivery';
import {steps} from '@image-puller/functions/steps';
import {createWebhook} from '@image-puller/functions/webhook';
import type {Announcement} from '@image-puller/shared/events';
import {type EventType, eventTypes, type StepName} from '@image-puller/shared/events';
import type {Live} from '@image-puller/shared/live';
import type {ExecutionContext} from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Event} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {configMapName, daemonSetName, namespace} from './names.ts';
import {type NodeView, viewNodes} from './nodes.ts';

export {configMapName, daemonSetName, namespace};

/** What a function answered, and what it logged. */
export interface Rung {
  readonly status: number;
  readonly reason: string;
  readonly entry: InvocationEntry | undefined;
}

/** A cluster with one puller in it, and functions that are rung over HTTP. */
export interface TestPuller {
  readonly embedded: EmbeddedCluster;
  /** For the test's own reads; not counted among the functions' requests. */
  readonly cluster: Cluster;
  /** What the functions published, oldest first. */
  readonly published: readonly Announcement[];
  /** What the functions said in the log of failures beside their work, oldest first. */
  readonly warnings: readonly string[];
  /** What the steps may use, for what is called without an event. */
  context(): Context;
  /** Rings a function as Knative would; by default as an update of the puller's ConfigMap, or a tick for check. */
  ring(step: StepName, bell?: {readonly type?: EventType; readonly object?: Partial<ObjectReference>}): Promise<Rung>;
  /** Writes the ConfigMap's data, over what is there or anew. */
  edit(data: Readonly<Record<string, string>>, metadata?: ConfigMap['metadata']): Promise<void>;
  /** As it is when its controller has seen it. */
  readDaemonSet(name?: string): Promise<Live<DaemonSet> | undefined>;
  /** What `kubectl describe configmap` would list: `Warning ConfigurationRejected: ...`, in the order told. */
  readStory(configMap?: string): Promise<readonly string[]>;
  /** What the functions wrote, dry runs left out, such as `create daemonsets`. */
  writes(): readonly string[];
  /** What the nodes do meanwhile. */
  readonly nodes: NodeView;
  /** A JSON request to the API, as an administrator; throws what the API refuses. */
  api(method: string, path: string, body?: object): Promise<unknown>;
}

export interface TestPullerOptions {
  readonly nodes?: number;
  /** Changes what the steps may use: a cluster that waits, another clock. */
  readonly context?: (context: Context) => Context;
  readonly installationId?: string;
  readonly cluster?: Pick<EmbeddedClusterOptions, 'openshift' | 'garbageCollector'>;
}

/** What takes a second in Kubernetes takes a few milliseconds here. */
const quick = {
  imagePullBackoff: {initial: 100, max: 200},
  restartBackoff: {initial: 100, max: 200},
  relistPeriod: 10,
  sandboxDuration: 1,
  startDuration: 1,
  initDuration: 1,
};

const label = {'kubernetes-image-puller/config': 'true'};

export async function startPuller(
  t: ExecutionContext,
  data: Readonly<Record<string, string>> | undefined,
  {nodes = 0, context: change = context => context, installationId = 'test', cluster: options}: TestPullerOptions = {},
): Promise<TestPuller> {
  const embedded = await startEmbeddedCluster({
    namespace,
    // No function asks for what kubectl alone does.
    kubectl: false,
    images: {bytesPerSecond: 1e12, answerDuration: 1},
    controllers: quick,
    ...options,
  });
  t.teardown(() => embedded.stop());
  for (let index = 1; index <= nodes; index++) embedded.nodes.add(`node-${index}`);

  const published: Announcement[] = [];
  const publish = async (announcement: Announcement) => void published.push(announcement);
  const warnings: string[] = [];
  const cluster = connectCluster(embedded.access);
  t.teardown(() => cluster.close());
  const settings = {installationId, sleepImage: 'registry.test/sleep:1', sink: undefined};
  const base = createBaseContext(cluster, {publish, warn: message => warnings.push(message)}, settings, 0);

  const entries: InvocationEntry[] = [];
  const urls = new Map<StepName, Promise<string>>();
  const listen = async (step: StepName): Promise<string> => {
    const {server} = createWebhook({
      step,
      invoke: (bell, signal) => steps[step](bell, change(createContext(base, signal))),
      log: entry => entries.push(entry),
      now: () => new Date(),
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    t.teardown(() => server.close().closeAllConnections());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return `http://127.0.0.1:${address.port}/`;
  };

  const api: TestPuller['api'] = async (method, path, body) => {
    const answer = await fetch(`${embedded.url}${path}`, {
      method,
      headers: {
        'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
        'user-agent': 'administrator',
      },
      ...(body !== undefined && {body: JSON.stringify(body)}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;
  const edit: TestPuller['edit'] = async (data, metadata = {}) => {
    const name = metadata.name ?? configMapName;
    const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {labels: label, ...metadata, name}, data};
    const there = await cluster.readConfigMap(name);
    if (there === undefined) await api('POST', configMaps, body);
    else await api('PUT', `${configMaps}/${name}`, body);
  };
  if (data !== undefined) await edit(data);

  return {
    embedded,
    cluster,
    published,
    warnings,
    api,
    edit,
    context: () => change(createContext(base, AbortSignal.timeout(60_000))),
    async ring(step, {type, object} = {}) {
      if (!urls.has(step)) urls.set(step, listen(step));
      const id = randomUUID();
      const isTick = step === 'check' && type === undefined;
      const about = {kind: 'ConfigMap', namespace, name: configMapName, ...object};
      const response = await fetch((await urls.get(step)) ?? '', {
        method: 'POST',
        headers: {
          'ce-specversion': '1.0',
          'ce-id': id,
          'ce-source': '/test',
          'ce-type': type ?? defaultTypes[step],
          'content-type': 'application/json',
          ...(!isTick && {'ce-kind': about.kind, 'ce-namespace': about.namespace, 'ce-name': about.name}),
        },
        body: '{}',
      });
      const reason = await response.text();
      return {status: response.status, reason, entry: entries.find(({event}) => event?.id === id)};
    },
    async readDaemonSet(name = daemonSetName) {
      let daemonSet: Live<DaemonSet> | undefined;
      // Its controller writes the status in its own time: compared before that, two readings could differ by it.
      await until(async () => {
        daemonSet = await cluster.readDaemonSet(name);
        return daemonSet === undefined || daemonSet.status?.observedGeneration === daemonSet.metadata.generation;
      });
      return daemonSet;
    },
    async readStory(configMap = configMapName) {
      const {items} = (await api('GET', `/api/v1/namespaces/${namespace}/events`)) as {items: readonly Event[]};
      return items
        .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .filter(({involvedObject}) => involvedObject.kind === 'ConfigMap' && involvedObject.name === configMap)
        .map(({type, reason, message}) => `${type} ${reason}: ${message}`);
    },
    writes: () =>
      embedded.requests
        .writes()
        .filter(({userAgent}) => userAgent === 'kubernetes-image-puller')
        .map(({verb, resource}) => `${verb} ${resource}`),
    nodes: viewNodes(embedded),
  };
}

const defaultTypes: Readonly<Record<StepName, EventType>> = {
  apply: eventTypes.objectUpdated,
  check: eventTypes.tick,
  refresh: eventTypes.refreshDue,
  remove: eventTypes.objectDeleted,
};
