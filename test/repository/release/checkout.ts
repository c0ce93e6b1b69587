import {cp, mkdir, mkdtemp, readdir, rm, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {type Ended, runNode} from '../ci/run-node.ts';
import {root} from '../root.ts';

/** A copy of what a release is made of, which the steps of a release may change. */
export interface Checkout {
  readonly path: (...names: string[]) => string;
  /** Runs a step of a release; nothing of a workflow's environment is there but this. */
  readonly release: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Ended>;
  /** `npm run render -w knative`, without options. */
  readonly render: () => Promise<Ended>;
}

const copied = [
  '.ci/release.mjs',
  '.ci/release',
  'CHANGELOG.md',
  'Dockerfile',
  'functions',
  'knative',
  'package.json',
  'package-lock.json',
  'shared',
  'sleep/package.json',
  'test/package.json',
];
const built = ['node_modules', 'dist', '.turbo'];
const workspaces = ['functions', 'knative', 'shared'];

/** Makes one, for one test, with the packages of this repository. */
export async function checkOut(t: {teardown(end: () => Promise<void>): void}): Promise<Checkout> {
  const folder = await mkdtemp(join(tmpdir(), 'image puller-release-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  const path = (...names: string[]) => join(folder, ...names);
  for (const name of copied) {
    await cp(join(root, name), path(name), {recursive: true, filter: source => !built.includes(basename(source))});
  }
  const modules = join(root, 'node_modules');
  await mkdir(path('node_modules', '@image-puller'), {recursive: true});
  const names = (await readdir(modules)).filter(name => name !== '@image-puller' && !name.startsWith('.'));
  await Promise.all([
    ...names.map(name => symlink(join(modules, name), path('node_modules', name), 'junction')),
    ...workspaces.map(name => symlink(path(name), path('node_modules', '@image-puller', name), 'junction')),
  ]);
  const none = {
    GITHUB_REF_NAME: undefined,
    GITHUB_SERVER_URL: undefined,
    GITHUB_REPOSITORY: undefined,
    RELEASE_REGISTRY: undefined,
  };
  return {
    path,
    release: (args, env = {}) =>
      runNode([path('.ci', 'release.mjs'), ...args], {cwd: tmpdir(), env: {...none, ...env}}),
    render: () => runNode([path('knative', 'render.ts')], {cwd: folder}),
  };
}
