import {chmod} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {heldBack} from '../../../support/held-back.ts';
import {testWith} from '../../../support/needs.ts';
import {checkOut} from './check-out.ts';
import {copyOfSample, makeDirectory, run} from './command.ts';

test('a directory for temporary files that is not there is one line, with what to do', async t => {
  const absent = join(await makeDirectory(t), 'absent');
  const running = await run(t, [await copyOfSample(t)], {env: {TMPDIR: absent}});
  t.is(await running.ended(), 1);
  t.is(
    running.output(),
    `no temporary files can be written to ${absent} (no such file or directory): set TMPDIR to a directory that you may write to\n`,
  );
});

testWith(heldBack, 'where images.yaml can not be made it is one line, with what to do', async (t, by) => {
  const directory = await checkOut(t);
  await chmod(directory, 0o555);
  t.teardown(() => chmod(directory, 0o755));
  const [command = '', ...words] = [...by, process.execPath, join(directory, 'knative', 'local', 'start', 'main.ts')];
  const running = await run(t, words, {command});
  t.is(await running.ended(), 1);
  t.is(
    running.output(),
    `${directory}/images.yaml can't be written (permission denied): give the path of a ConfigMap in YAML that is elsewhere, npm start -- FILE\n`,
  );
});
