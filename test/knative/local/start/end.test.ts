import {appendFile} from 'node:fs/promises';
import test from 'ava';
import {copyOfSample, run} from './command.ts';
import {findApi} from './embedded.ts';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} ends it with status 0 and leaves nothing behind: processes, ports, files`, async t => {
    const running = await run(t, ['--port', '0', await copyOfSample(t)]);
    const {url} = await findApi(running);
    const [, page = ''] = await running.see(/page +(http:\/\/localhost:\d+)\n/);
    await running.see(/Applied/);
    running.signal(signal);
    await running.see(/\nStopped, nothing is left\n$/);
    const stopped = performance.now();
    t.is(await running.ended(), 0);
    t.true(performance.now() - stopped < 4_000, 'what is left alive is cut off after 5 s');
    t.is(running.errors(), '');
    t.deepEqual(await running.leftovers(), {processes: false, files: []});
    for (const each of [page, url]) await t.throwsAsync(fetch(each), {message: 'fetch failed'});
  });
}

test('one Ctrl-C that is heard twice, from the terminal and from npm, is one', async t => {
  const running = await run(t, ['--port', '0', await copyOfSample(t)]);
  await running.see(/Applied/);
  // Two of the same could become one on their way.
  running.signal('SIGINT');
  running.signal('SIGTERM');
  t.is(await running.ended(), 0);
  t.regex(running.output(), /\nStopped, nothing is left\n$/);
});

test('a closed input is no reason to end', async t => {
  const running = await run(t, ['--port', '0', '--speed', '50', await copyOfSample(t)]);
  running.child.stdin?.end();
  await running.see(/are held on all 3 nodes/);
  running.signal('SIGINT');
  t.is(await running.ended(), 0);
});

test('a reader that goes away, as head does, ends it without a word', async t => {
  const file = await copyOfSample(t);
  const running = await run(t, ['--port', '0', file]);
  const {url} = await findApi(running);
  running.child.stdout?.destroy();
  // It is noticed with the next line.
  await appendFile(file, '\n---\n{');
  t.is(await running.ended(), 0);
  t.is(running.errors(), '');
  t.deepEqual(await running.leftovers(), {processes: false, files: []});
  await t.throwsAsync(fetch(url), {message: 'fetch failed'});
});
