import {spawnSync} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {readMemory, readState} from '@image-puller/sleep';
import test from 'ava';
import {type Need, testsWith, testWith} from '../support/needs.ts';
import {run, start, startSleeping, waitFor, waitUntilAsleep} from './processes.ts';
import {buildHolders, findHost, type Program} from './programs.ts';

const holders = await buildHolders();
const host = findHost(holders);

const LONGEST = '9223372036854775807ns';
const ended = {status: 0, signal: null, stderr: ''};

for (const {origin, program: need} of holders) {
  testsWith(need, `${origin}: how it sleeps`, program => {
    test(`${origin}: zero and negative durations end at once`, async t => {
      for (const duration of ['0', '0s', '-0', '0.4ns', '-1ns', '-5s', '-87600h', '-9223372036854775808ns']) {
        t.deepEqual(await run(program, [duration]), ended, duration);
      }
    });

    test(`${origin}: a duration is slept to its end`, async t => {
      const begin = performance.now();
      t.deepEqual(await run(program, ['0.2s50ms']), ended);
      t.true(performance.now() - begin >= 250);
    });

    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      test(`${origin}: ${signal} ends it at once, with exit status 0`, async t => {
        for (const duration of ['infinity', '720h', '87600h', LONGEST]) {
          const sleeping = await startSleeping(t, program, [duration]);
          process.kill(sleeping.pid, signal);
          t.deepEqual(await sleeping.end(), ended, duration);
        }
      });
    }

    test(`${origin}: one that was stopped sleeps on when it is continued`, async t => {
      const sleeping = await startSleeping(t, program, ['infinity']);
      await stop(sleeping.pid);
      process.kill(sleeping.pid, 'SIGCONT');
      await waitUntilAsleep(sleeping.pid);
      process.kill(sleeping.pid, 'SIGTERM');
      t.deepEqual(await sleeping.end(), ended);
    });

    test(`${origin}: the time in which it was stopped counts`, async t => {
      const begin = performance.now();
      const stopped = await startSleeping(t, program, ['3s']);
      await stop(stopped.pid);
      await waitFor(
        'three seconds to pass',
        async () => performance.now() - begin,
        passed => passed > 3000,
      );
      // Its time is up. If it began anew, one that begins now would be faster.
      const another = await startSleeping(t, program, ['3s']);
      process.kill(stopped.pid, 'SIGCONT');
      const first = await Promise.race([stopped.end().then(() => 'stopped'), another.end().then(() => 'another')]);
      t.is(first, 'stopped');
      t.deepEqual(await stopped.end(), ended);
    });
  });
}

testWith(host, 'one that sleeps holds at most 32 KiB of memory', async (t, program) => {
  const {pid} = await startSleeping(t, program, ['infinity']);
  const memory = await readMemory(pid);
  t.log(memory);
  // Memory comes in pages. Where they are larger than 4 KiB (64 on some arm64 and ppc64le machines), so is all of it.
  t.true(memory.resident <= 8 * memory.pageSize);
});

testWith(isolate(host), 'as process 1 it ends at once at SIGTERM and SIGINT, too', async (t, program) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const unshare = await start(t, program, ['infinity']);
    const pid = await findChild(unshare.pid);
    await waitUntilAsleep(pid);
    t.regex(await readFile(`/proc/${pid}/status`, 'utf8'), /^NSpid:\t\d+(\t\d+)*\t1$/m);
    process.kill(pid, signal);
    t.deepEqual(await unshare.end(), ended);
  }
});

/** The program started as process 1 of a new process namespace, as in a container. */
function isolate(program: Need<Program>): Need<Program> {
  if ('missing' in program) return program;
  for (const user of [['--user', '--map-root-user'], []]) {
    const options = [...user, '--pid', '--fork', '--kill-child'];
    if (spawnSync('unshare', [...options, 'true']).status === 0) {
      return {found: {...program.found, startedBy: ['unshare', ...options]}};
    }
  }
  return {missing: 'unshare may not make a process namespace here'};
}

async function findChild(pid: number): Promise<number> {
  const children = () => readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return Number(await waitFor(`a child of process ${pid}`, children, list => list.trim() !== ''));
}

async function stop(pid: number): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  await waitFor(
    `process ${pid} to be stopped`,
    () => readState(pid),
    state => state === 'T',
  );
}
