import test from 'ava';
import {until} from '../../../support/until.ts';
import {copyOfSample, main, run} from './command.ts';

test('a signal that ends npm alone, and so the shell between, ends what npm started, and nothing is left', async t => {
  // What npm does: a shell runs the command. `true` keeps the shell from becoming the command itself.
  const command = `'${process.execPath}' '${main}' --port 0 '${await copyOfSample(t)}'; true`;
  const running = await run(t, ['-c', command], {command: 'sh', env: {npm_lifecycle_event: 'start'}});
  await running.see(/page +http/);
  running.child.kill('SIGTERM');
  await until(
    async () => !(await running.leftovers()).processes,
    () => running.output(),
  );
  t.deepEqual(await running.leftovers(), {processes: false, files: []});
});
