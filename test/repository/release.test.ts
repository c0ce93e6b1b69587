import {readFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {root, workspaces} from './root.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly private: boolean;
  readonly type: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function readManifest(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
}

test('all workspaces have the version that the release says, and one licence, and none can be published', async t => {
  const manifests = await Promise.all(['.', ...workspaces].map(readManifest));
  t.deepEqual(
    manifests.map(({name, version, license, private: closed, type}) => ({name, version, license, closed, type})),
    ['kubernetes-image-puller', ...workspaces.map(workspace => `@image-puller/${basename(workspace)}`)].map(name => ({
      name,
      version: release.version,
      license: 'Apache-2.0',
      closed: true,
      type: 'module',
    })),
  );
});

test('a workspace depends on others in that very version, and only as the arrows allow', async t => {
  const allowed: Readonly<Record<string, readonly string[]>> = {
    shared: [],
    functions: ['shared'],
    'knative/local/embedded-cluster': [],
    knative: ['embedded-cluster', 'functions', 'shared'],
    sleep: [],
    test: ['embedded-cluster', 'functions', 'knative', 'shared', 'sleep'],
  };
  for (const workspace of workspaces) {
    const {dependencies = {}} = await readManifest(workspace);
    const own = Object.entries(dependencies).filter(([name]) => name.startsWith('@image-puller/'));
    t.deepEqual(
      own,
      allowed[workspace]?.map(name => [`@image-puller/${name}`, release.version]),
      workspace,
    );
  }
});

test('the changelog tells of the release, or of what is to be in it', async t => {
  const headings = (await readFile(join(root, 'CHANGELOG.md'), 'utf8')).match(/^## .*$/gm) ?? [];
  const [newest = ''] = headings;
  t.true(newest === '## [Unreleased]' || newest.startsWith(`## [${release.version}] - `), headings.join('\n'));
});
