import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, readdir, readFile, rename, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {locateInCache} from './cache.ts';
import {modules} from './tools.ts';

/** YAML files of a Go module that tests read; nothing is built from them. */
interface Source {
  /** The folder beside this file whose go.mod and go.sum pin it. */
  readonly module: string;
  /** Go's name of the folder that they are in, itself and none below it; with `/...` at its end, all below it too. */
  readonly package: string;
}

const sources = {
  // The definitions of Knative's kinds, with their schemas, as its newest version is installed with them.
  'knative-serving': {module: 'knative', package: 'knative.dev/serving/config/core/300-resources'},
  'knative-eventing': {module: 'knative', package: 'knative.dev/eventing/config/core/resources'},
  // What the Knative that runs in tests is installed with. A module has no symbolic links: what Serving's folder has links
  // to is in the folders of networking and caching.
  'live-networking': {module: 'knative-serving-live', package: 'knative.dev/networking/config'},
  'live-caching': {module: 'knative-serving-live', package: 'knative.dev/caching/config'},
  'live-serving': {module: 'knative-serving-live', package: 'knative.dev/serving/config/core/...'},
  'live-eventing': {module: 'knative-eventing-live', package: 'knative.dev/eventing/config/core/...'},
  'live-channel': {
    module: 'knative-eventing-live',
    package: 'knative.dev/eventing/config/channels/in-memory-channel/...',
  },
  'live-broker': {
    module: 'knative-eventing-live',
    package: 'knative.dev/eventing/config/brokers/mt-channel-broker/...',
  },
} as const satisfies Readonly<Record<string, Source>>;

/** One of {@link sources}. */
export type SourceName = keyof typeof sources;

/** The kinds of Knative. */
export const kindSources = ['knative-serving', 'knative-eventing'] as const satisfies readonly SourceName[];

/** The Knative that runs in tests. */
export const liveSources = [
  'live-networking',
  'live-caching',
  'live-serving',
  'live-eventing',
  'live-channel',
  'live-broker',
] as const satisfies readonly SourceName[];

export const sourceNames: readonly SourceName[] = [...kindSources, ...liveSources];

/** The folder of a source's files once they are fetched, kept as programs are: another version is another folder. */
export const locateSource = (name: SourceName): string =>
  locateInCache(sources[name].module, name, [sources[name].package]);

/** Is it there? */
export const isFetched = (name: SourceName): boolean => existsSync(locateSource(name));

/**
 * Copies a source's files into the cache, whole or not at all.
 *
 * @throws with Go's words where the module can't be had, or is not what go.sum says
 */
export async function fetchSource(name: SourceName): Promise<void> {
  const {module, package: folder}: Source = sources[name];
  const output = locateSource(name);
  const partial = `${output}.${process.pid}`;
  const args = ['list', '-mod=readonly', '-f', '{{.Dir}}', folder];
  const {stdout} = await promisify(execFile)('go', args, {cwd: join(modules, module)});
  const [top = '', ...below] = stdout.trim().split('\n');
  try {
    await mkdir(partial, {recursive: true});
    const counts = await Promise.all(
      [top, ...below].map(from => copyYaml(from, join(partial, from.slice(top.length)))),
    );
    if (counts.every(count => count === 0)) throw new Error(`no YAML files in ${folder}`);
    // Where another run was faster, its folder is the same.
    await rename(partial, output).catch(error => {
      if (!isFetched(name)) throw error;
    });
  } finally {
    await rm(partial, {recursive: true, force: true});
  }
}

async function copyYaml(from: string, to: string): Promise<number> {
  const files = (await readdir(from)).filter(file => file.endsWith('.yaml'));
  await mkdir(to, {recursive: true});
  await Promise.all(files.map(async file => writeFile(join(to, file), await readFile(join(from, file)))));
  return files.length;
}
