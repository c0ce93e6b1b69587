import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {load} from 'js-yaml';
import {findVersion} from '../cluster/tools/index.ts';
import {root} from './root.ts';

const folder = join(root, '.github', 'workflows');

async function readWorkflows(): Promise<readonly (readonly [string, string])[]> {
  const files = (await readdir(folder)).toSorted();
  return await Promise.all(files.map(async file => [file, await readFile(join(folder, file), 'utf8')] as const));
}

test('what workflows run of others is pinned by commit, with the version that it is', async t => {
  const workflows = await readWorkflows();
  t.true(workflows.length > 1);
  for (const [file, text] of workflows) {
    const uses = text.split('\n').flatMap(line => /\buses: *(.*)$/.exec(line)?.[1] ?? []);
    t.true(uses.length > 1, file);
    t.deepEqual(
      uses.filter(action => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action)),
      [],
      file,
    );
  }
});

test('a workflow may read the repository and nothing else, unless a job says what for', async t => {
  for (const [file, text] of await readWorkflows()) {
    const workflow = load(text);
    t.like(workflow, {permissions: {contents: 'read'}}, file);
  }
});

test('the release is packed by the Helm of the tests', async t => {
  const release = await readFile(join(folder, 'release.yml'), 'utf8');
  t.true(release.includes(`version: ${findVersion('helm', 'helm.sh/helm/v4')}\n`));
});

test('what a release runs of .ci/release.mjs is among what that explains, with as many words', async t => {
  const release = await readFile(join(folder, 'release.yml'), 'utf8');
  const script = await readFile(join(root, '.ci', 'release.mjs'), 'utf8');
  const known = [...script.matchAll(/^ \* {3}node \.ci\/release\.mjs ([a-z-]+)((?: \[?[A-Z]+\]?)*)/gm)].map(
    ([, name = '', words = '']) => ({name, words: words.split(' ').filter(Boolean)}),
  );
  const run = [...release.matchAll(/node \.ci\/release\.mjs ([a-z-]+)((?: "[^"]+")*)( [|>].*)?$/gm)];
  t.is(run.length, (release.match(/release\.mjs /g) ?? []).length, 'each line is read as it should be');
  t.deepEqual(
    [...new Set(run.map(([, name]) => name))].toSorted(),
    known
      .map(({name}) => name)
      .filter(name => name !== 'version')
      .toSorted(),
  );
  for (const [line, name, words = ''] of run) {
    const {words: expected = []} = known.find(command => command.name === name) ?? {};
    const needed = expected.filter(word => !/[[\]]/.test(word));
    const given = words.match(/"[^"]+"/g) ?? [];
    t.true(given.length === needed.length || given.length === expected.length, line);
  }
});

test('a job of the release that pushes may write packages, and no other may write anything', async t => {
  const workflow = load(await readFile(join(folder, 'release.yml'), 'utf8'));
  const {jobs}: {jobs: Record<string, {permissions?: Record<string, string>; steps: object[]}>} = JSON.parse(
    JSON.stringify(workflow),
  );
  for (const [name, {permissions = {}, steps}] of Object.entries(jobs)) {
    const pushes = JSON.stringify(steps).includes(' push-');
    t.is(permissions.packages, pushes ? 'write' : undefined, name);
    if (!pushes) t.deepEqual(permissions, {}, name);
  }
});
