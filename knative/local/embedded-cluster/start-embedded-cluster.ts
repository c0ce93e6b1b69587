import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type ApiServer, functionsAlone, type Intercept, startApiServer} from './api/index.ts';
import {startGarbageCollector} from './collector/index.ts';
import {
  type Clock,
  type ControllerOptions,
  createSystemClock,
  type NodePool,
  startControllers,
} from './controllers/index.ts';
import {createImages, type Images, type ImagesOptions} from './images/index.ts';
import {contextName, writeKubeconfig} from './kubeconfig.ts';
import {kubectl} from './kubectl/index.ts';
import {isSameSpec} from './resources/index.ts';
import {type Admission, createStore, type Store, type StoredNamespace} from './store/index.ts';

export interface EmbeddedClusterOptions {
  /** On 127.0.0.1; default 0, any that is free. */
  readonly port?: number;
  /** A namespace besides `default`; kubectl then works in it. */
  readonly namespace?: string;
  /** Where the kubeconfig is written; default a new directory for temporary files, which is removed at the end. */
  readonly directory?: string;
  /** Looks like OpenShift to clients: lists the API group `route.openshift.io`. */
  readonly openshift?: boolean;
  /** Answers what kubectl alone asks for, too; default true. The functions need none of it. */
  readonly kubectl?: boolean;
  /** Whether what has lost its owners is deleted; default true. Without it, only what a client deletes goes. */
  readonly garbageCollector?: boolean;
  /** How fast images are pulled. */
  readonly images?: ImagesOptions;
  /** How quick controllers and kubelets are. */
  readonly controllers?: ControllerOptions;
  /** What goes wrong with requests. */
  readonly intercept?: Intercept;
  /** The time; default the real one. */
  readonly clock?: Clock;
  /** How many changes a watch can look back on before its version is too old (410). */
  readonly logSize?: number;
}

/** A Kubernetes cluster in this process: an API over HTTP, controllers, and simulated nodes. */
export interface EmbeddedCluster {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Path of a kubeconfig for it. */
  readonly kubeconfig: string;
  /** The same, for who has no need of a file. */
  readonly access: {readonly server: string; readonly namespace: string; readonly contextName: string};
  readonly store: Store;
  /** The simulated nodes; none at the start. */
  readonly nodes: NodePool;
  /** The simulated registries. */
  readonly images: Images;
  /** The HTTP requests that were served. */
  readonly requests: ApiServer['requests'];
  /** Replaces what goes wrong from now on; undefined: nothing. */
  setIntercept(intercept: Intercept | undefined): void;
  /** Replaces what admission makes of objects that are created from now on; undefined: nothing. */
  setAdmission(admission: Admission | undefined): void;
  /** Ends everything, watches too, and removes the files. */
  stop(): Promise<void>;
}

/** Starts one. Rejects where the port is taken or the directory cannot be written; nothing is left of it then. */
export async function startEmbeddedCluster(options: EmbeddedClusterOptions = {}): Promise<EmbeddedCluster> {
  const ends: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).toReversed()) await end();
  };
  try {
    return await start(options, ends, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: EmbeddedClusterOptions,
  ends: (() => unknown)[],
  stop: () => Promise<void>,
): Promise<EmbeddedCluster> {
  const {clock = createSystemClock(), namespace = 'default', logSize} = options;
  const now = (): Date => new Date(clock.now());
  let admission: Admission = object => object;
  const admit: Admission = object => admission(object);
  const store = createStore({now, isSameSpec, admit, ...(logSize !== undefined && {logSize})});
  for (const name of new Set(['default', namespace])) createNamespace(store, name);
  const api = await startApiServer({
    store,
    now,
    port: options.port ?? 0,
    openshift: options.openshift ?? false,
    dialect: options.kubectl === false ? functionsAlone : kubectl,
    intercept: options.intercept,
  });
  ends.push(api.close);
  const kubeconfig = await placeKubeconfig(options.directory, api.url, namespace, ends);
  const images = createImages(options.images);
  if (options.garbageCollector ?? true) ends.push(startGarbageCollector(store, {now}));
  const controllers = startControllers({
    store,
    images,
    clock,
    ...(options.controllers && {options: options.controllers}),
  });
  ends.push(controllers.stop);
  return {
    url: api.url,
    kubeconfig,
    access: {server: api.url, namespace, contextName},
    store,
    nodes: controllers.nodes,
    images,
    requests: api.requests,
    setIntercept: api.setIntercept,
    setAdmission: (next = object => object) => {
      admission = next;
    },
    stop,
  };
}

/** In the directory given the file alone is removed at the end; otherwise a whole directory of its own. */
async function placeKubeconfig(
  directory: string | undefined,
  url: string,
  namespace: string,
  ends: (() => unknown)[],
): Promise<string> {
  const place = directory ?? (await mkdtemp(join(tmpdir(), 'embedded-cluster-')));
  if (directory === undefined) ends.push(() => rm(place, {recursive: true, force: true}));
  const path = await writeKubeconfig(place, url, namespace);
  if (directory !== undefined) ends.push(() => rm(path, {force: true}));
  return path;
}

function createNamespace(store: Store, name: string): void {
  store.create<StoredNamespace>({
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: {name, labels: {'kubernetes.io/metadata.name': name}},
    spec: {finalizers: ['kubernetes']},
    status: {phase: 'Active'},
  });
}
