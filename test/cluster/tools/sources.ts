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
  /** Go's name of the folder that they are in, itself and none below it. */
  readonly package: string;
}

/** The definitions of Knative's kinds, with their schemas, as Knative is installed with them. */
const sources = {
  'knative-serving': {module: 'knative', package: 'knative.dev/serving/config/core/300-resources'},
  'knative-eventing': {module: 'knative', package: 'knative.dev/eventing/config/core/resources'},
} as const satisfies Readonly<Record<string, Source>>;

/** One of {@link sources}. */
export type SourceName = keyof typeof sources;

export const sourceNames: readonly SourceName[] = ['knative-serving', 'knative-eventing'];

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
  const from = stdout.trim();
  const files = (await readdir(from)).filter(file => file.endsWith('.yaml'));
  if (files.length === 0) throw new Error(`no YAML files in ${folder}`);
  try {
    await mkdir(partial, {recursive: true});
    await Promise.all(files.map(async file => writeFile(join(partial, file), await readFile(join(from, file)))));
    // Where another run was faster, its folder is the same.
    await rename(partial, output).catch(error => {
      if (!isFetched(name)) throw error;
    });
  } finally {
    await rm(partial, {recursive: true, force: true});
  }
}
