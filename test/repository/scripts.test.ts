import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {root, workspaces} from './root.ts';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
}

async function readScripts(directory: string): Promise<readonly (readonly [string, string])[]> {
  const manifest: Manifest = JSON.parse(await readFile(join(root, directory, 'package.json'), 'utf8'));
  return Object.entries(manifest.scripts);
}

test('every script of the repository finds its Node by the launcher, and leaves no shell between it and npm', async t => {
  const scripts = await readScripts('.');
  t.true(scripts.length > 8);
  t.deepEqual(
    scripts.filter(([, script]) => !script.startsWith('exec ".ci/with-node" ')),
    [],
  );
});

test("a workspace's script that runs a file does so by the launcher; the others are tools, run by turbo", async t => {
  for (const workspace of workspaces) {
    for (const [name, script] of await readScripts(workspace)) {
      t.regex(script, /^(?:"\.\.\/\.ci\/with-node" [\w/-]+\.ts|(?:tsc|biome|ava))(?: |$)/, `${workspace}: ${name}`);
    }
  }
});

test('every file that a script names is there', async t => {
  for (const directory of ['.', ...workspaces]) {
    for (const [name, script] of await readScripts(directory)) {
      const file = /with-node" (\S+)/.exec(script)?.[1] ?? '';
      // A word without a dot or a slash is the name of tasks.
      if (/[./]/.test(file)) t.true(existsSync(join(root, directory, file)), `${directory}: ${name}`);
    }
  }
});
