import {chmod, lstat, mkdir, mkdtemp, readdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {testsWith} from '../support/needs.ts';
import {run, startSleeping} from './processes.ts';
import {buildHolders, scratch} from './programs.ts';

const holders = await buildHolders();

/** The user that installs in a cluster, where this one may become it; else this one, if it is not root. */
const user = process.getuid?.() === 0 ? {uid: 65_532, gid: 65_532} : {};

const succeeded = {status: 0, signal: null, stderr: ''};

/** A new empty directory that anybody may write to, as a volume of a pod is. */
async function makeVolume(): Promise<string> {
  const volume = await mkdtemp(join(scratch, 'volume-'));
  await chmod(volume, 0o777);
  return volume;
}

for (const {origin, program: need} of holders) {
  testsWith(need, `${origin}: how it installs itself`, program => {
    test(`${origin}: it installs a copy that anybody may run, whatever the umask`, async t => {
      const volume = await makeVolume();
      const destination = join(volume, 'sleep');
      const underUmask = ['sh', '-c', 'umask 077 && exec "$@"', 'sh', ...program.startedBy];
      t.deepEqual(await run({...program, startedBy: underUmask}, ['--install', destination], user), succeeded);
      t.deepEqual(await readdir(volume), ['sleep']);
      t.deepEqual(await readFile(destination), await readFile(program.path));
      t.is((await lstat(destination)).mode & 0o7777, 0o755);
      t.deepEqual(await run({...program, path: destination}, ['1ns']), succeeded);
    });

    test(`${origin}: it replaces a copy that is running`, async t => {
      const volume = await makeVolume();
      const destination = join(volume, 'sleep');
      t.deepEqual(await run(program, ['--install', destination], user), succeeded);
      const running = await startSleeping(t, {...program, path: destination}, ['infinity']);
      const before = await lstat(destination);
      t.deepEqual(await run(program, ['--install', destination], user), succeeded);
      t.not((await lstat(destination)).ino, before.ino);
      t.deepEqual(await readdir(volume), ['sleep']);
      process.kill(running.pid, 'SIGTERM');
      t.deepEqual(await running.end(), succeeded);
      t.deepEqual(await run({...program, path: destination}, ['1ns']), succeeded);
    });

    test(`${origin}: a copy can install the next copy`, async t => {
      const volume = await makeVolume();
      const first = join(volume, 'first');
      t.deepEqual(await run(program, ['--install', first], user), succeeded);
      t.deepEqual(await run({...program, path: first}, ['--install', join(volume, 'second')], user), succeeded);
      t.deepEqual(await run({...program, path: first}, ['--install', first], user), succeeded);
      t.deepEqual(await readFile(join(volume, 'second')), await readFile(program.path));
      t.deepEqual(await readFile(first), await readFile(program.path));
    });

    test(`${origin}: what an installation that was killed has left is no obstacle`, async t => {
      const volume = await makeVolume();
      await writeFile(join(volume, 'sleep.new'), 'half a program', {mode: 0o400});
      t.deepEqual(await run(program, ['--install', join(volume, 'sleep')], user), succeeded);
      t.deepEqual(await readdir(volume), ['sleep']);
      t.deepEqual(await readFile(join(volume, 'sleep')), await readFile(program.path));
    });

    test(`${origin}: it does not write through links`, async t => {
      const volume = await makeVolume();
      const other = join(volume, 'other');
      await writeFile(other, 'mine');
      await symlink(other, join(volume, 'sleep'));
      await symlink(other, join(volume, 'sleep.new'));
      t.deepEqual(await run(program, ['--install', join(volume, 'sleep')], user), succeeded);
      t.deepEqual((await readdir(volume)).sort(), ['other', 'sleep']);
      t.is(await readFile(other, 'utf8'), 'mine');
      t.true((await lstat(join(volume, 'sleep'))).isFile());
    });

    test(`${origin}: it says what it could not do, and why, and leaves nothing behind`, async t => {
      const volume = await makeVolume();
      await mkdir(join(volume, 'directory'));
      await mkdir(join(volume, 'closed'));
      await chmod(join(volume, 'closed'), 0o555);
      await writeFile(join(volume, 'file'), '');
      const longName = 'x'.repeat(252);
      const longPath = join(volume, 'x/'.repeat(2100));
      const failures = [
        ['absent/sleep', 'create', 'absent/sleep.new', 'no such file or directory'],
        ['file/sleep', 'create', 'file/sleep.new', 'not a directory'],
        ['closed/sleep', 'create', 'closed/sleep.new', 'permission denied'],
        ['directory', 'replace', 'directory', 'is a directory'],
        [longName, 'create', `${longName}.new`, 'file name too long'],
      ] as const;
      for (const [destination, action, path, reason] of failures) {
        const stderr = `sleep: cannot ${action} ${join(volume, path)}: ${reason}\n`;
        const ending = await run(program, ['--install', join(volume, destination)], user);
        t.deepEqual(ending, {status: 1, signal: null, stderr});
      }
      t.deepEqual(await run(program, ['--install', longPath], user), {
        status: 1,
        signal: null,
        stderr: `sleep: cannot create ${longPath}: file name too long\n`,
      });
      t.deepEqual((await readdir(volume, {recursive: true})).sort(), ['closed', 'directory', 'file']);
    });

    test(`${origin}: half a copy is no copy`, async t => {
      const volume = await makeVolume();
      // No file may be larger than this, and writing more is an error (27) instead of a signal.
      const limited = ['sh', '-c', 'trap "" XFSZ && ulimit -f 1 && exec "$@"', 'sh', ...program.startedBy];
      const ending = await run({...program, startedBy: limited}, ['--install', join(volume, 'sleep')], user);
      const stderr = `sleep: cannot write ${join(volume, 'sleep.new')}: error 27\n`;
      t.deepEqual(ending, {status: 1, signal: null, stderr});
      t.deepEqual(await readdir(volume), []);
    });
  });
}
