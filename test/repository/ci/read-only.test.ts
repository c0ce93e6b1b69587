import {chmod, mkdir, writeFile} from 'node:fs/promises';
import type {ExecutionContext} from 'ava';
import {heldBack} from '../../support/held-back.ts';
import {testWith} from '../../support/needs.ts';
import {type Clone, clone} from './clone.ts';

/** Nobody may write to the clone any more, and everybody may read it. */
async function forbid(t: ExecutionContext, {path}: Clone): Promise<void> {
  const directories = [path(), path('.ci')];
  for (const directory of directories) await chmod(directory, 0o555);
  t.teardown(async () => {
    for (const directory of directories) await chmod(directory, 0o755);
  });
}

const line = ({path}: Clone, what = 'This writes into the repository') =>
  `${what}, and ${path().replace(/\/$/, '')} can't be written to (permission denied): run it in a clone of your own, in a directory that you may write to.\n`;

testWith(
  heldBack,
  'a clone that may not be written to and has nothing installed is one line, with what to do',
  async (t, by) => {
    const made = await clone(t);
    await writeFile(made.path('program.ts'), '');
    await forbid(t, made);
    t.deepEqual(await made.launch(['program.ts'], {}, by), {
      status: 1,
      stdout: '',
      stderr: line(made, 'The packages are not installed yet'),
    });
    t.deepEqual(await made.launch(['test'], {}, by), {status: 1, stdout: '', stderr: line(made)});
  },
);

testWith(
  heldBack,
  'where all is installed a program runs on such a clone, and tasks, which write, are one line',
  async (t, by) => {
    const made = await clone(t);
    await writeFile(made.path('program.ts'), 'console.log("runs")');
    await made.launch(['program.ts']);
    await forbid(t, made);
    t.deepEqual(await made.launch(['program.ts'], {}, by), {status: 0, stdout: 'runs\n', stderr: ''});
    t.deepEqual(await made.launch(['build'], {}, by), {status: 1, stdout: '', stderr: line(made)});
  },
);

testWith(heldBack, 'npm run clean on such a clone is one line', async (t, by) => {
  const made = await clone(t);
  await mkdir(made.path('functions', 'dist'), {recursive: true});
  await chmod(made.path('functions'), 0o555);
  await forbid(t, made);
  t.deepEqual(await made.launch(['.ci/clean.mjs'], {}, by), {status: 1, stdout: '', stderr: line(made)});
  await chmod(made.path('functions'), 0o755);
});
