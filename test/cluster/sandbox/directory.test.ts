import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chown, mkdir, mkdtemp, readlink, rm, rmdir, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {testWith} from '../../support/needs.ts';
import {realNode} from '../needs.ts';
import {removeDirectory, sweep} from './directory.ts';
import {nameRun} from './run-name.ts';

/** Of a process that can't be. */
const deadPid = 2 ** 30;

testWith(realNode, 'a cgroup of a run that was killed is swept, its directory gone or not, others stay', async t => {
  const alive = `${await nameRun()}abcdef`;
  const dead = alive.replace(String(process.pid), String(deadPid));
  // From in here nobody can tell whether it is alive.
  const outside = dead.replace(/-\d+-abcdef$/, '-1-abcdef');
  const cgroups = [alive, dead, outside].map(name => join(findTree(), name));
  for (const cgroup of cgroups) {
    await mkdir(join(cgroup, 'pod', 'container'), {recursive: true});
    t.teardown(() => removeDirectory(cgroup));
  }
  const told: string[] = [];
  await sweep(line => void told.push(line));
  t.deepEqual(told, []);
  t.deepEqual(cgroups.map(existsSync), [true, false, true]);
});

testWith(realNode, 'what is of another user is left to that user', async t => {
  const {pid} = process;
  const name = (await nameRun()).replace(String(pid), String(deadPid));
  const [ours, others] = [join(tmpdir(), `${name}aaaaaa`), join(tmpdir(), `${name}bbbbbb`)];
  for (const directory of [ours, others]) {
    await mkdir(directory);
    t.teardown(() => rm(directory, {recursive: true, force: true}));
  }
  await chown(others, 12_345, 12_345);
  const told: string[] = [];
  await sweep(line => void told.push(line));
  t.deepEqual(told, []);
  t.deepEqual([ours, others].map(existsSync), [false, true]);
});

testWith(realNode, "a run's directory goes after its cgroups, which go when the last process in them has", async t => {
  const directory = await mkdtemp(join(tmpdir(), await nameRun()));
  const cgroup = join(findTree(), directory.slice(tmpdir().length + 1));
  await mkdir(cgroup);
  const busy = spawn('sleep', ['1000']);
  t.teardown(() => busy.kill('SIGKILL'));
  await writeFile(join(cgroup, 'cgroup.procs'), String(busy.pid));
  await t.throwsAsync(rmdir(cgroup), {code: 'EBUSY'});

  let hasEnded = false;
  const removed = removeDirectory(directory).then(() => {
    t.true(hasEnded, 'not while something runs in there');
  });
  // As long as it takes to come to a cgroup that is busy.
  for (let turn = 0; turn < 100; turn++) await readlink('/proc/self');
  t.true(existsSync(directory));
  hasEnded = busy.kill('SIGKILL');
  await removed;
  t.deepEqual([cgroup, directory].map(existsSync), [false, false]);
});

/** Where cgroups are made: with version 1 each controller has a tree of its own. */
const findTree = (): string =>
  existsSync('/sys/fs/cgroup/cgroup.controllers') ? '/sys/fs/cgroup' : '/sys/fs/cgroup/memory';
