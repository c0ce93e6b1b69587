import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import type {Readable} from 'node:stream';
import type {ExecutionContext} from 'ava';
import {type Need, testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {type Clone, clone} from './clone.ts';
import {npmStart} from './npm-start.ts';

const posix: Need<string> =
  process.platform === 'win32' ? {missing: 'Windows has no signals'} : {found: process.platform};

/** Says which signals it gets, and ends half a second after the first one, so that a second one would be heard. */
const program = `
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    console.log(signal);
    setTimeout(() => process.exit(7), 500);
  });
}
setInterval(() => {}, 1000);
console.log('ready');
`;

/** The lines of a stream so far, and whether it has ended: all that could write to it are gone then. */
function follow(stream: Readable) {
  let all = '';
  let isOver = false;
  stream.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  stream.once('end', () => {
    isOver = true;
  });
  const lines = () => all.split('\n').filter(line => line !== '' && !line.startsWith('> '));
  return {
    see: (line: string) => until(() => lines().includes(line), lines),
    over: () => until(() => isOver, lines),
    lines,
  };
}

async function cloneWithProgram(t: ExecutionContext): Promise<Clone> {
  const made = await clone(t);
  await writeFile(made.path('program.mjs'), program);
  return made;
}

function launch({path}: Clone, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [path('.ci', 'with-node.mjs'), ...words], {
    cwd: path(),
    env: {...process.env, TURBO_HASH: undefined, npm_lifecycle_event: undefined, ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return {child, output: follow(child.stdout), ended: once(child, 'exit')};
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  testWith(posix, `${signal} reaches the program, twice at once as one, and its status is passed on`, async t => {
    const {child, output, ended} = launch(await cloneWithProgram(t), ['program.mjs']);
    await output.see('ready');
    child.kill(signal);
    child.kill(signal);
    await output.over();
    t.deepEqual(output.lines(), ['ready', signal]);
    t.deepEqual(await ended, [7, null]);
  });

  testWith(posix, `${signal} to npm alone ends what it started`, async t => {
    const child = await npmStart(t, await cloneWithProgram(t), 'program.mjs');
    const output = follow(child.stdout);
    await output.see('ready');
    child.kill(signal);
    await output.over();
    // SIGHUP npm does not pass on: its end is noticed.
    t.deepEqual(output.lines(), ['ready', signal === 'SIGHUP' ? 'SIGTERM' : signal]);
  });
}

testWith(posix, 'npm that is killed, and so says nothing, leaves nothing behind', async t => {
  const child = await npmStart(t, await cloneWithProgram(t), 'program.mjs');
  const output = follow(child.stdout);
  await output.see('ready');
  child.kill('SIGKILL');
  await output.over();
  t.deepEqual(output.lines(), ['ready', 'SIGTERM']);
});

testWith(posix, 'a program that a signal ended ends the launcher by the same signal', async t => {
  const made = await clone(t);
  await writeFile(made.path('program.mjs'), 'process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000);');
  const {ended} = launch(made, ['program.mjs']);
  t.deepEqual(await ended, [null, 'SIGTERM']);
});

testWith(posix, 'tasks that were interrupted have not succeeded, though turbo ends with 0', async t => {
  const made = await clone(t);
  await mkdir(made.path('node_modules', 'turbo', 'bin'), {recursive: true});
  await writeFile(made.path('node_modules', 'turbo', 'bin', 'turbo'), program.replace('exit(7)', 'exit(0)'));
  const {child, output, ended} = launch(made, ['check'], {TURBO_HASH: 'installed'});
  await output.see('ready');
  child.kill('SIGINT');
  t.deepEqual(await ended, [null, 'SIGINT']);
});

testWith(posix, 'a signal during an install ends the install, and gives its lock back', async t => {
  const made = await cloneWithProgram(t);
  const npm = made.path('fake', 'npm-cli.js');
  await mkdir(made.path('fake'));
  await writeFile(npm, `require('node:fs').writeFileSync('began', ''); setInterval(() => {}, 1000);`);
  const {child, ended} = launch(made, ['program.ts'], {npm_execpath: npm});
  const lock = made.path('.ci', '.installing');
  await until(() => existsSync(lock) && existsSync(made.path('began')));
  child.kill('SIGTERM');
  t.deepEqual(await ended, [null, 'SIGTERM']);
  t.false(existsSync(lock));
});
