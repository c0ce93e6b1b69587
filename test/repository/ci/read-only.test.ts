import {chmod, mkdir, writeFile} from 'node:fs/promises';
import type {ExecutionContext} from 'ava';
import {testWith} from '../../support/needs.ts';
import {otherUser} from '../../support/other-user.ts';
import {type Clone, clone} from './clone.ts';

/** Nobody may write to the clone any more, and everybody may read it. */
async function forbid(t: ExecutionContext, {path}: Clone): Promise<void> {
  const directories = [path(), path('.ci')];
  for (const directory of directories) await chmod(directory, 0o555);
  t.teardown(async () => {
    for (const directory of directories) await chmod(directory, 0o755);
  });
}

const line = ({path}: Clone) =>
  `This writes into the repository, and ${path().replace(/\/$/, '')} can't be written to (permission denied): run it in a clone of your own, in a directory that you may write to.\n`;

testWith(
  otherUser,
  'a clone that may not be written to and has nothing installed is one line, with what to do',
  async (t, as) => {
    const made = await clone(t);
    await writeFile(made.path('program.ts'), '');
    await forbid(t, made);
    const ended = {status: 1, stdout: '', stderr: line(made)};
    t.deepEqual(await made.launch(['program.ts'], {}, as), ended);
    t.deepEqual(await made.launch(['test'], {}, as), ended);
  },
);

testWith(
  otherUser,
  'where all is installed a program runs on such a clone, and tasks, which write, are one line',
  async (t, as) => {
    const made = await clone(t);
    await writeFile(made.path('program.ts'), 'console.log("runs")');
    await made.launch(['program.ts']);
    await forbid(t, made);
    t.deepEqual(await made.launch(['program.ts'], {}, as), {status: 0, stdout: 'runs\n', stderr: ''});
    t.deepEqual(await made.launch(['build'], {}, as), {status: 1, stdout: '', stderr: line(made)});
  },
);

testWith(otherUser, 'npm run clean on such a clone is one line', async (t, as) => {
  const made = await clone(t);
  await mkdir(made.path('functions', 'dist'), {recursive: true});
  await chmod(made.path('functions'), 0o555);
  await forbid(t, made);
  t.deepEqual(await made.launch(['.ci/clean.mjs'], {}, as), {status: 1, stdout: '', stderr: line(made)});
  await chmod(made.path('functions'), 0o755);
});
