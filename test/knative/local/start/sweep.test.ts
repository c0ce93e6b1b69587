import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {makeOwnDirectory, type Self, sweepDirectories} from '@image-puller/knative/local/start';
import test, {type ExecutionContext} from 'ava';
import {type Need, testWith} from '../../../support/needs.ts';
import {copyOfSample, makeDirectory, run} from './command.ts';

const linux: Need<true> =
  process.platform === 'linux' ? {found: true} : {missing: 'which process a number means is told by /proc of Linux'};

const self: Self = {
  pid: process.pid,
  user: process.getuid?.(),
  isRunning(pid) {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  },
};

/** The number of a process that has ended. */
async function findGonePid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'close');
  return child.pid ?? 0;
}

/** A directory as a start makes it, of a process. */
async function make(parent: string, pid: number, change: (owner: object) => object = owner => owner): Promise<string> {
  const directory = await makeOwnDirectory(parent, pid);
  const path = join(directory, 'owner.json');
  await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(path, 'utf8')))));
  await writeFile(join(directory, 'kubeconfig'), 'apiVersion: v1');
  return directory;
}

async function sweeps(
  t: ExecutionContext,
  fill: (parent: string) => Promise<unknown>,
  by: Self = self,
): Promise<boolean> {
  const parent = await makeDirectory(t);
  await fill(parent);
  const before = await readdir(parent, {recursive: true});
  await sweepDirectories(parent, by);
  const after = await readdir(parent, {recursive: true});
  if (after.length > 0) t.deepEqual(after, before, 'all of it or nothing');
  return after.length === 0;
}

testWith(linux, 'a start that was killed leaves its directory, and the next start sweeps it', async t => {
  const parent = await makeDirectory(t);
  const file = await copyOfSample(t);
  const first = await run(t, ['--port', '0', file], {env: {TMPDIR: parent}});
  await first.see(/Applied/);
  const beside = await run(t, ['--port', '0', file], {env: {TMPDIR: parent}});
  await beside.see(/Applied/);
  t.is((await readdir(parent)).length, 2);
  first.child.kill('SIGKILL');
  t.is(await first.ended(), 'SIGKILL');
  t.is((await readdir(parent)).length, 2);
  const next = await run(t, ['--port', '0', file], {env: {TMPDIR: parent}});
  await next.see(/Applied/);
  t.is((await readdir(parent)).length, 2, 'of those two that run');
  for (const running of [beside, next]) {
    running.signal('SIGINT');
    t.is(await running.ended(), 0);
  }
  t.deepEqual(await readdir(parent), []);
});

testWith(
  linux,
  'what a process left that has gone is swept, also where another process has its number now',
  async t => {
    const gone = await findGonePid();
    t.true(await sweeps(t, parent => make(parent, gone)));
    t.true(await sweeps(t, parent => make(parent, process.pid, owner => ({...owner, began: '1'}))));
  },
);

testWith(linux, 'what is not provably ours and left stays', async t => {
  const gone = await findGonePid();
  const kept: Record<string, (parent: string) => Promise<unknown>> = {
    'of a process that runs': parent => make(parent, process.pid),
    'of another boot or container': parent => make(parent, gone, owner => ({...owner, system: 'elsewhere'})),
    'of no system': parent => make(parent, gone, owner => ({...owner, system: ''})),
    'with an owner that is none': parent => make(parent, gone, () => ({pid: 'x'})),
    'of every process': parent => make(parent, gone, owner => ({...owner, pid: -1})),
    'with a file of somebody': async parent => writeFile(join(await make(parent, gone), 'notes'), ''),
    'with a directory': async parent => mkdir(join(await make(parent, gone), 'more')),
    'without an owner': parent => mkdir(join(parent, 'image-puller-abcdef')),
    'of another name': parent => mkdir(join(parent, 'image-puller-abcdefg')),
    'a file': parent => writeFile(join(parent, 'image-puller-abcdef'), ''),
  };
  for (const [title, fill] of Object.entries(kept)) t.false(await sweeps(t, fill), title);
  t.false(await sweeps(t, parent => make(parent, gone), {...self, user: (self.user ?? 0) + 1}), 'of another user');
  t.false(await sweeps(t, parent => make(parent, gone), {...self, user: undefined}), 'of nobody knows whom');
});

testWith(linux, 'a link is not followed: neither one in place of a directory nor one in place of an owner', async t => {
  const gone = await findGonePid();
  const elsewhere = await make(await makeDirectory(t), gone);
  t.false(await sweeps(t, parent => symlink(elsewhere, join(parent, 'image-puller-abcdef'))));
  t.deepEqual((await readdir(elsewhere)).toSorted(), ['kubeconfig', 'owner.json']);
  const linked = async (parent: string) => {
    await mkdir(join(parent, 'image-puller-abcdef'));
    await symlink(join(elsewhere, 'owner.json'), join(parent, 'image-puller-abcdef/owner.json'));
  };
  t.false(await sweeps(t, linked));
});

test('a parent that is not there, and an owner that is a FIFO, keep nothing from starting', async t => {
  const parent = await makeDirectory(t);
  await sweepDirectories(join(parent, 'absent'), self);
  const directory = join(parent, 'image-puller-abcdef');
  await mkdir(directory);
  await promisify(execFile)('mkfifo', [join(directory, 'owner.json')]);
  await sweepDirectories(parent, self);
  t.deepEqual(await readdir(directory), ['owner.json']);
});
