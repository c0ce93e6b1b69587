import {cp, mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import test from 'ava';
import {root} from '../root.ts';
import {runNode} from './run-node.ts';

test('npm run clean removes what was built, and nothing else', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'image puller-clean-'));
  t.teardown(() => rm(folder, {recursive: true}));
  await mkdir(join(folder, '.ci'));
  await cp(join(root, '.ci', 'clean.mjs'), join(folder, '.ci', 'clean.mjs'));
  const kept = ['functions/server.ts', 'images.yaml', 'node_modules/one/dist/index.js', 'sleep/sleep.c'];
  const built = ['.turbo/log', 'functions/.turbo/log', 'functions/dist/server.js', 'sleep/dist/amd64/sleep'];
  for (const file of [...kept, ...built]) {
    await mkdir(dirname(join(folder, file)), {recursive: true});
    await writeFile(join(folder, file), '');
  }
  // Once more where nothing is left to be removed.
  for (let run = 0; run < 2; run++) {
    t.is((await runNode([join(folder, '.ci', 'clean.mjs')], {cwd: tmpdir()})).status, 0);
    const entries = await readdir(folder, {recursive: true, withFileTypes: true});
    const files = entries
      .filter(entry => entry.isFile())
      .map(({parentPath, name}) =>
        join(parentPath, name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      );
    t.deepEqual(files.toSorted(), ['.ci/clean.mjs', ...kept].toSorted());
  }
});
