import {
  type ApiServerSource,
  buildManifests,
  defaultOptions,
  type FunctionName,
  functionNames,
  type Grant,
  grants,
  type InstallOptions,
  nameOf,
  type Resource,
  type Service,
  type Trigger,
} from '@image-puller/knative/resources';
import {until} from '../../support/until.ts';
import {createApiClient} from '../client/index.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {type Broker, sendTick, startBroker, startSource} from '../knative/index.ts';
import type {Scope} from '../start.ts';
import {type RunningFunction, startFunction} from './function.ts';
import {readMemoryLimit} from './memory-limit.ts';
import {applyRights} from './rights.ts';

/** The right to find the Broker, which those have that publish. */
export const isOfBroker = ({resource}: Grant): boolean => resource === 'brokers';

/** An installation of the functions: each a process, with the rights of its ServiceAccount and no others. */
export interface Installation {
  readonly namespace: string;
  readonly functions: ReadonlyMap<FunctionName, RunningFunction>;
  readonly broker: Broker;
  /** The resourceVersion of the last change of a DaemonSet that was sent to the broker; none before the first. */
  readSent(): string | undefined;
  /** The tick, which otherwise comes every five minutes; resolves when the broker has it. */
  tick(): Promise<void>;
  /** Ends every function and starts it anew, with a clock that is ahead. */
  restart(hoursAhead: number): Promise<void>;
  /** Kills a function in the middle of whatever it does, and starts it anew. */
  crash(name: FunctionName): Promise<void>;
  stop(): Promise<void>;
}

async function untilWoken(running: RunningFunction | undefined): Promise<void> {
  const before = (await running?.readLog()) ?? [];
  const started = before.findLastIndex(({message}) => message === 'listening');
  await until(
    async () => ((await running?.readLog()) ?? []).slice(started).some(({outcome}) => outcome !== undefined),
    () => running?.readLog(),
    60_000,
  );
}

/** The same as {@link startInstallation}, for one test: it ends with it. */
export async function installFunctions(
  t: Scope,
  cluster: ControlPlane,
  options: Partial<InstallOptions> = {},
): Promise<Installation> {
  const installation = await startInstallation(cluster, options);
  t.teardown(() => installation.stop());
  return installation;
}

/**
 * Installs the manifests of knative/resources: rights by the API, each Service as a process with the environment that
 * its manifest gives it, Triggers and sources by stand-ins that are driven by the manifests' own objects.
 *
 * @param delivers whether the broker brings its events to anybody; by default it does
 */
export async function startInstallation(
  cluster: ControlPlane,
  options: Partial<InstallOptions> = {},
  delivers = true,
): Promise<Installation> {
  const complete = {...defaultOptions, ...options};
  const {namespace} = complete;
  const resources = listResources(complete);
  await applyRights(cluster.admin, resources);

  const functions = new Map<FunctionName, RunningFunction>();
  const broker = await startBroker(
    delivers ? resources.filter(isTrigger) : [],
    service => [...functions].find(([name]) => nameOf(name) === service)?.[1].url,
  );
  const services = resources.filter(isService);
  let ahead = 0;
  const start = async (service: Service) => {
    const name = findFunction(service);
    const env = {
      ...readEnvironment(service),
      ...(grants[name].some(isOfBroker) && {K_SINK: broker.url}),
      KUBECONFIG: await writeAccountKubeconfig(cluster, namespace, service.spec.template.spec.serviceAccountName),
    };
    functions.set(
      name,
      await startFunction(
        `${namespace}-${name}`,
        cluster.directory,
        env,
        ahead,
        readMemoryLimit(service.spec.template.spec.containers[0]),
      ),
    );
  };
  const stopFunctions = async () =>
    void (await Promise.all([...functions.values()].map(({program}) => program.stop())));
  /** apply and check look around when they start and no event has started them; it is done before a test begins to count. */
  const startAll = async () => {
    for (const service of services) await start(service);
    await Promise.all((['apply', 'check'] as const).map(name => untilWoken(functions.get(name))));
  };
  await startAll();
  const sources = await Promise.all(
    resources.filter(isApiServerSource).map(async watched => {
      const api = createApiClient(await cluster.serviceAccountAccess(namespace, watched.spec.serviceAccountName));
      return {api, source: await startSource(watched, api, broker.url)};
    }),
  );
  return {
    namespace,
    functions,
    broker,
    readSent: () => sources.map(({source}) => source.sent.get('DaemonSet'))[0],
    tick: () => sendTick(broker.url, namespace),
    async restart(hoursAhead) {
      await stopFunctions();
      ahead = hoursAhead;
      await startAll();
    },
    async crash(name) {
      const service = services.find(candidate => findFunction(candidate) === name);
      if (service === undefined) throw new Error(`${name} is not a Service`);
      await functions.get(name)?.program.kill();
      await start(service);
    },
    async stop() {
      for (const {api, source} of sources) {
        await source.stop();
        api.close();
      }
      await stopFunctions();
      await broker.stop();
    },
  };
}

/** A kubeconfig by which a process is a ServiceAccount. */
export const writeAccountKubeconfig = async (
  cluster: ControlPlane,
  namespace: string,
  account: string,
): Promise<string> =>
  await cluster.writeKubeconfig(
    `${namespace}-${account}`,
    await cluster.serviceAccountAccess(namespace, account),
    namespace,
  );

const listResources = (options: InstallOptions): readonly Resource[] =>
  buildManifests(options).flatMap(({resources}) => resources);

function findFunction({metadata}: Service): FunctionName {
  const found = functionNames.find(name => nameOf(name) === metadata.name);
  if (found === undefined) throw new Error(`no function is called ${metadata.name}`);
  return found;
}

const readEnvironment = ({spec}: Service): Record<string, string> =>
  Object.fromEntries((spec.template.spec.containers[0].env ?? []).map(({name, value}) => [name, value ?? '']));

const isTrigger = (resource: Resource): resource is Trigger => resource.kind === 'Trigger';
const isService = (resource: Resource): resource is Service => resource.kind === 'Service';
const isApiServerSource = (resource: Resource): resource is ApiServerSource => resource.kind === 'ApiServerSource';
