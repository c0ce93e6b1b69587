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
