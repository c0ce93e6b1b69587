import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
  buildManifests,
  defaultOptions,
  functionNames,
  type InstallOptions,
  nameOf,
  renderManifest,
} from '@image-puller/knative/resources';
import {until} from '../../../support/until.ts';
import {buildFileImage} from '../../images/index.ts';
import type {Scope} from '../../start.ts';
import type {LiveKnative} from '../start.ts';

/** The kinds of Knative that an installation has. */
const kinds = 'ksvc,broker,trigger,pingsource,apiserversource';

/** The image that all ways hold. */
const held = 'held';

/** How long functions may take to start or to end on a busy machine, in milliseconds. */
export const patience = 240_000;

/** What was made at first, and nothing since: one revision of each Service. */
export const firstRevisions: readonly string[] = functionNames.map(name => `${nameOf(name)}-00001`).toSorted();

/** A page of docs/, by its name. */
export const readPage = (name: string): Promise<string> =>
  readFile(join(import.meta.dirname, '..', '..', '..', '..', 'docs', `${name}.md`), 'utf8');

/** An object of Knative's, as far as whoever installs it decides. */
interface Written {
  readonly generation: number;
  readonly spec: unknown;
}

/** One way to install, in a namespace of its own. */
export type Way = ReturnType<typeof openWay>;

/** Opens one; what it makes is taken away when the test ends. */
export function openWay(t: Scope, live: LiveKnative, namespace: string) {
  const way = viewWay(live, namespace);
  t.teardown(way.remove);
  return way;
}

function viewWay({shell, cluster, registry, node}: LiveKnative, namespace: string) {
  const images = {functionsImage: `${registry.host}/functions:1`, sleepImage: `${registry.host}/sleep:1`};
  const read = async (words: string) => JSON.parse(await shell(`kubectl get ${words} -n ${namespace} -o json`));
  return {
    namespace,
    shell,
    images,
    /** Puts the image that is to be held into the registry; `IMAGES`. */
    async pushImage(): Promise<string> {
      await registry.push(held, '1', await buildFileImage('image that is held'));
      return `${held}=${registry.host}/${held}:1`;
    },
    isHeld: (): boolean =>
      node.readContainers().some(container => container.namespace === namespace && container.name === held),
    /** Writes the manifests into a folder, in which `kubectl` finds them. */
    async writeManifests(options: Partial<InstallOptions> = {}): Promise<string> {
      const folder = join(cluster.directory, `way-${namespace}`);
      await mkdir(folder);
      for (const manifest of buildManifests({...defaultOptions, ...images, namespace, ...options}))
        await writeFile(join(folder, manifest.file), renderManifest(manifest));
      return folder;
    },
    /** Writes a file beside the cluster's own. */
    async writeFile(name: string, content: object): Promise<string> {
      const file = join(cluster.directory, `way-${namespace}-${name}.json`);
      await writeFile(file, JSON.stringify(content));
      return file;
    },
    /** @param which kinds; all of Knative's unless given */
    untilReady: (which = kinds): Promise<string> =>
      shell(`kubectl wait ${which} --all -n ${namespace} --for condition=Ready --timeout=${patience / 1000}s || {
        kubectl get ${kinds},revisions,pods -n ${namespace} >&2; exit 1; }`),
    /** All objects of Knative's by kind and name, such as `Service/image-puller-apply`. */
    async readWritten(): Promise<ReadonlyMap<string, Written>> {
      const {items}: {items: readonly Listed[]} = await read(kinds);
      return new Map(
        items.map(({kind, metadata: {name, generation}, spec}) => [`${kind}/${name}`, {generation, spec}]),
      );
    },
    async readRevisions(): Promise<readonly string[]> {
      const {items}: {items: readonly Listed[]} = await read('revisions');
      return items.map(({metadata}) => metadata.name).toSorted();
    },
    /** The messages of the Events with this reason. */
    async readEvents(reason: string): Promise<readonly string[]> {
      const {items}: {items: readonly {readonly message: string}[]} = await read(
        `events --field-selector reason=${reason}`,
      );
      return items.map(({message}) => message);
    },
    /** Takes all of it away; its pods end in their own time, see {@link untilGone}. */
    async remove(): Promise<void> {
      await shell(`kubectl delete namespace ${namespace} --ignore-not-found --wait=false
        kubectl delete clusterrole,clusterrolebinding image-puller-nodes:${namespace} --ignore-not-found`);
    },
  };
}

interface Listed {
  readonly kind: string;
  readonly metadata: {readonly name: string; readonly generation: number};
  readonly spec: unknown;
}

/** Which objects were written to between two looks, or are there at one of them alone. */
export function listChanged(
  before: ReadonlyMap<string, Written>,
  after: ReadonlyMap<string, Written>,
): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter(name => before.get(name)?.generation !== after.get(name)?.generation).toSorted();
}

/** Waits until namespaces have gone, with every pod in them. */
export async function untilGone({shell}: LiveKnative, namespaces: readonly string[]): Promise<void> {
  const list = () => shell(`kubectl get namespaces ${namespaces.join(' ')} --ignore-not-found -o name`);
  const state = () => shell(`kubectl get namespaces ${namespaces.join(' ')} --ignore-not-found -o yaml`);
  await until(async () => (await list()) === '', state, patience);
}
