import {cp, mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {root} from '../root.ts';
import {runNode} from './run-node.ts';

test('npm run clean removes what was built, and nothing else, and says what', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'image puller-clean-'));
  t.teardown(() => rm(folder, {recursive: true}));
  const scripts = ['.ci/clean.mjs', '.ci/prepare/writable.mjs'];
  for (const script of scripts) await cp(join(root, script), join(folder, script));
  const kept = ['functions/server.ts', 'images.yaml', 'node_modules/one/dist/index.js', 'sleep/sleep.c'];
  const built = ['.turbo/log', 'functions/.turbo/log', 'functions/dist/server.js', 'sleep/dist/amd64/sleep'];
  for (const file of [...kept, ...built]) {
    await mkdir(dirname(join(folder, file)), {recursive: true});
    await writeFile(join(folder, file), '');
  }
  // Once more where nothing is left to be removed.
  for (const stdout of [
    'Removed .turbo, functions/dist, functions/.turbo, sleep/dist\n',
    'Nothing was built: there is nothing to remove\n',
  ]) {
    t.deepEqual(await runNode([join(folder, '.ci', 'clean.mjs')], {cwd: tmpdir()}), {status: 0, stdout, stderr: ''});
    const entries = await readdir(folder, {recursive: true, withFileTypes: true});
    const files = entries
      .filter(entry => entry.isFile())
      .map(({parentPath, name}) =>
        join(parentPath, name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      );
    t.deepEqual(files.toSorted(), [...scripts, ...kept].toSorted());
  }
});
