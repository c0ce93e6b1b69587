import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {root} from '../root.ts';
import {type Ended, runNode} from './run-node.ts';

/** npm's package of Node for this platform, whether there is one or not. */
export const ownNode = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** A small repository with the real preparation step and the real launcher. */
export interface Clone {
  readonly path: (...names: string[]) => string;
  /** Runs the preparation step, with this in the environment. */
  readonly prepare: (env?: Readonly<Record<string, string>>) => Promise<Ended>;
  /** Runs the launcher with these arguments, with this in the environment, started by that command if there is one. */
  readonly launch: (
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
    by?: readonly string[],
  ) => Promise<Ended>;
  /** Makes package.json and the lockfile say what is needed. */
  readonly need: (needed: Needed) => Promise<void>;
}

export interface Needed {
  /** Packages by name; they come from folders of the repository, so that nothing is fetched. */
  readonly packages?: readonly string[];
  /**
   * The pinned version of Node, by package; an older one than the first is not enough. They are locked for another
   * platform, so that nothing is fetched.
   */
  readonly node?: Readonly<Record<string, string>>;
}

/** Makes a clone in a folder with a space in its name. It needs one package, `one`, and a Node that is older than this. */
export async function clone(t: ExecutionContext): Promise<Clone> {
  const folder = await mkdtemp(join(tmpdir(), 'image puller-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  const path = (...names: string[]) => join(folder, ...names);
  await mkdir(path('.ci'));
  for (const name of ['clean.mjs', 'prepare.mjs', 'prepare', 'with-node', 'with-node.mjs', 'node']) {
    await cp(join(root, '.ci', name), path('.ci', name), {recursive: true});
  }
  const env = {
    TURBO_HASH: undefined,
    npm_lifecycle_event: undefined,
    npm_config_cache: path('.npm'),
    npm_config_offline: 'true',
  };
  const made: Clone = {
    path,
    prepare: more => runNode([path('.ci', 'prepare.mjs')], {cwd: tmpdir(), env: {...env, ...more}}),
    launch: (args, more, by = []) =>
      runNode([path('.ci', 'with-node.mjs'), ...args], {cwd: folder, env: {...env, ...more}, by}),
    need: needed => writeNeeded(path, needed),
  };
  await made.need({});
  return made;
}

async function writeNeeded(
  path: Clone['path'],
  {packages = ['one'], node = {[ownNode]: '20.0.0'}}: Needed,
): Promise<void> {
  const write = (file: string, content: object) => writeFile(path(file), JSON.stringify(content));
  for (const name of packages) {
    await mkdir(path(name), {recursive: true});
    await write(join(name, 'package.json'), {name, version: '1.0.0'});
  }
  const manifest = {
    name: 'clone',
    config: {node: Object.values(node)[0]?.replace(/\.\d+$/, '')},
    dependencies: Object.fromEntries(packages.map(name => [name, `file:${name}`])),
    optionalDependencies: node,
  };
  const folders = packages.map(name => [name, {version: '1.0.0'}]);
  const links = packages.map(name => [`node_modules/${name}`, {resolved: name, link: true}]);
  const nodes = Object.entries(node).map(([name, version]) => [
    `node_modules/${name}`,
    {version, optional: true, os: ['aix'], cpu: ['ppc64']},
  ]);
  await write('package.json', manifest);
  await write('package-lock.json', {
    name: 'clone',
    lockfileVersion: 3,
    requires: true,
    packages: {'': manifest, ...Object.fromEntries([...folders, ...links, ...nodes])},
  });
}
