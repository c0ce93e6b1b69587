import {spawn} from 'node:child_process';
import {chmod, cp, mkdir, readFile, realpath, rm, symlink, writeFile} from 'node:fs/promises';
import {delimiter} from 'node:path';
import {text} from 'node:stream/consumers';
import test, {type ExecutionContext} from 'ava';
import {type Need, testWith} from '../../support/needs.ts';
import {type Clone, clone, ownNode} from './clone.ts';
import {npmStart} from './npm-start.ts';

const posix: Need<string> =
  process.platform === 'win32' ? {missing: 'Windows has other links and scripts'} : {found: process.platform};

/** A program in TypeScript that says what it is given. */
const program = `
const {argv, cwd, env, version}: NodeJS.Process = process;
console.log(JSON.stringify([argv.slice(2), cwd(), version, env.EXTRA]));
process.exitCode = 7;
`;

async function cloneWithProgram(t: ExecutionContext): Promise<Clone> {
  const made = await clone(t);
  await writeFile(made.path('program.ts'), program);
  return made;
}

test('a program gets its arguments, its directory and its environment, and its exit status is passed on', async t => {
  const {path, launch} = await cloneWithProgram(t);
  const first = await launch(['program.ts', 'a b', '--c', ''], {EXTRA: 'x'});
  t.regex(first.stderr, /^Installing /);
  const {stdout, ...ended} = await launch(['program.ts', 'a b', '--c', ''], {EXTRA: 'x'});
  t.deepEqual(ended, {status: 7, stderr: ''});
  t.deepEqual(JSON.parse(stdout), [['a b', '--c', ''], await realpath(path()), process.version, 'x']);
  t.is(first.stdout, stdout, 'what npm says is no output of the program');
});

test('what needs no install runs on a clone where nothing is installed', async t => {
  const {path, launch} = await clone(t);
  await writeFile(path('plain.mjs'), 'console.log("plain")');
  t.deepEqual(await launch(['plain.mjs']), {status: 0, stdout: 'plain\n', stderr: ''});
});

testWith(posix, 'where the own Node is too old the pinned one runs the program, and is `node` for it', async t => {
  const {path, launch, need} = await clone(t);
  await need({node: {[ownNode]: '99.1.0'}});
  await launch(['program.ts']);
  await mkdir(path('node_modules', ownNode, 'bin'), {recursive: true});
  const pinned = path('node_modules', ownNode, 'bin', 'node');
  await writeFile(pinned, '#!/bin/sh\n[ "$1" = --version ] && echo v99.1.0 || exec node --version\n');
  await chmod(pinned, 0o755);
  t.deepEqual(await launch(['program.ts']), {status: 0, stdout: 'v99.1.0\n', stderr: ''});
});

/** What may be node_modules/.bin/node, by who left it there. */
const leftBehind = {
  'npm before 11.6, which links none': () => Promise.resolve(),
  'an install that went: a link that leads nowhere': link => symlink('../node-gone/bin/node', link),
  "another machine: that machine's binary": async link => {
    // As far as a kernel looks: an executable of no architecture.
    await writeFile(link, Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(200, 0xff)]));
    await chmod(link, 0o755);
  },
  'somebody: a program that is no Node': async link => {
    await writeFile(link, '#!/bin/sh\necho no Node\n');
    await chmod(link, 0o755);
  },
  'somebody: a directory': async link => {
    await mkdir(link);
  },
} as const satisfies Readonly<Record<string, (link: string) => Promise<void>>>;

for (const [who, leave] of Object.entries(leftBehind)) {
  testWith(
    posix,
    `npm start works, and node_modules/.bin/node is right after it, where it was left by ${who}`,
    async t => {
      const made = await cloneWithProgram(t);
      await made.launch(['program.ts']);
      const link = made.path('node_modules', '.bin', 'node');
      await mkdir(made.path('node_modules', '.bin'), {recursive: true});
      await rm(link, {force: true});
      await leave(link);
      // Bash is less forgiving than others are: it stops at a binary that it can't run.
      const child = await npmStart(t, made, 'program.ts', {npm_config_script_shell: 'bash'});
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      t.true(stdout.includes(`"${process.version}"`), `${stdout}${stderr}`);
      const node = spawn(link, ['--version']);
      t.is(await text(node.stdout), `${process.version}\n`);
    },
  );
}

test('what PATH leads to stays behind the Node that was found, and is not doubled', async t => {
  const {path, launch} = await clone(t);
  await launch(['program.ts']);
  await mkdir(path('node_modules', '.bin'), {recursive: true});
  await writeFile(path('program.ts'), 'console.log(process.env.PATH)');
  const bin = path('node_modules', '.bin');
  const before = ['/one', bin, '/two'].join(delimiter);
  const {stdout} = await launch(['program.ts'], {PATH: before});
  t.is(stdout, `${[bin, '/one', '/two'].join(delimiter)}\n`);
});

test('a directory for temporary files that is not there is one line, with what to do', async t => {
  const {path, launch} = await cloneWithProgram(t);
  const absent = path('absent');
  const name = process.platform === 'win32' ? 'TEMP' : 'TMPDIR';
  t.deepEqual(await launch(['program.ts'], {[name]: absent}), {
    status: 1,
    stdout: '',
    stderr: `No temporary files can be written to ${name}=${absent} (no such file or directory): make it, or set ${name} to another, and run the same command again.\n`,
  });
  const file = path('program.ts');
  t.regex((await launch(['program.ts'], {[name]: file})).stderr, /program\.ts \(not a directory\): make it, .*\n$/);
});

test('the tasks of npm test are chosen by whether it was asked for files', async t => {
  const {path, launch} = await clone(t);
  await launch(['program.ts']);
  await mkdir(path('node_modules', 'turbo', 'bin'), {recursive: true});
  await writeFile(path('node_modules', 'turbo', 'bin', 'turbo'), 'console.log(JSON.stringify(process.argv.slice(2)))');
  const choose = async (...words: readonly string[]) => JSON.parse((await launch(words)).stdout);
  const all = ['run', '--log-prefix=none', '--continue=always', 'typecheck', 'lint', 'knip'];
  t.deepEqual(await choose('test'), [...all, 'test']);
  t.deepEqual(await choose('check'), all);
  const file = ['run', '--log-prefix=none', 'test:file', '--'];
  t.deepEqual(await choose('test', 'shared/a.test.ts', '--match', '*test/b*'), [
    ...file,
    'shared/a.test.ts',
    '--match',
    '*test/b*',
  ]);
  t.deepEqual(await choose('test', 'test/shared/a.test.ts', './test/b.test.ts'), [
    ...file,
    'shared/a.test.ts',
    'b.test.ts',
  ]);
  t.deepEqual(await choose('test:cluster', 'cluster/a.test.ts'), [
    'run',
    '--log-prefix=none',
    'test:cluster',
    '--',
    'cluster/a.test.ts',
  ]);
});

test('npm run build says what was built', async t => {
  const {path, launch} = await clone(t);
  await launch(['program.ts']);
  await mkdir(path('node_modules', 'turbo', 'bin'), {recursive: true});
  await mkdir(path('functions', 'dist'), {recursive: true});
  await writeFile(path('node_modules', 'turbo', 'bin', 'turbo'), '');
  await writeFile(path('functions', 'dist', 'server.js'), '12345');
  t.is((await launch(['build'])).stdout, 'Built functions/dist/server.js (5 bytes)\n');
  await cp(path('functions'), path('sleep', 'dist', 'host'), {recursive: true});
  await writeFile(path('sleep', 'dist', 'host', 'sleep'), '1');
  t.is(
    (await launch(['build'])).stdout,
    'Built functions/dist/server.js (5 bytes) and sleep/dist/host/sleep (1 bytes)\n',
  );
  t.is(await readFile(path('functions', 'dist', 'server.js'), 'utf8'), '12345');
});
