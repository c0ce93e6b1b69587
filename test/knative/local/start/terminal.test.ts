import {existsSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {stripVTControlCharacters} from 'node:util';
import type {ExecutionContext} from 'ava';
import {type Need, testWith} from '../../../support/needs.ts';
import {checkOut} from './check-out.ts';
import {copyOfSample, main, type Running, run, until} from './command.ts';

/** util-linux's `script` gives a terminal. */
const script: Need<string> =
  existsSync('/usr/bin/script') && process.platform === 'linux'
    ? {found: '/usr/bin/script'}
    : {missing: 'a terminal is made by `script` of util-linux, on Linux'};

const onTerminal = (title: string, implementation: (t: ExecutionContext) => Promise<void>) =>
  testWith(script, title, implementation);

async function runOnTerminal(
  t: ExecutionContext,
  env: Record<string, string> = {},
  change = (text: string) => text,
): Promise<Running> {
  const file = await copyOfSample(t);
  await writeFile(file, change(await readFile(file, 'utf8')));
  const command = `stty cols 56 rows 16; exec '${process.execPath}' '${main}' --port 0 --speed 10 '${file}'`;
  return await run(t, ['-qec', command, '/dev/null'], {
    command: 'script',
    env: {TERM: 'xterm', SHELL: '/bin/sh', ...env},
  });
}

/** What was redrawn: each starts with the switch for one picture at a time. */
const findDrawings = (output: string): readonly string[] => output.split('\u001B[?2026h').slice(1);

onTerminal(
  'on a terminal it redraws what each node does, never wider than the terminal, and Ctrl-C gives the cursor back',
  async t => {
    const running = await runOnTerminal(t);
    await running.see(/node-1 {2}\[#+-*\] +\d+ % /);
    await running.see(/All 4 images are held on all 3 nodes/);
    await running.see(/che-dashboard +held on 3 of 3/);
    running.child.stdin?.write('\u0003');
    t.is(await running.ended(), 0);
    t.regex(running.output(), /Stopped, nothing is left/);
    t.true(running.output().lastIndexOf('\u001B[?25h') > running.output().lastIndexOf('\u001B[?25l'));
    const lines = findDrawings(running.output()).flatMap(drawing => stripVTControlCharacters(drawing).split('\n'));
    t.true(lines.length > 20);
    t.deepEqual(
      lines.filter(line => line.trimEnd().length > 56),
      [],
    );
    t.true(
      lines.some(line => line.trimEnd().endsWith('…')),
      'base-developer-image does not fit',
    );
    t.true(running.output().includes('\u001B[32m'), 'green');
  },
);

onTerminal('npm start hands the terminal on, and Ctrl-C, which npm passes on as well, is one', async t => {
  const command = 'stty cols 80 rows 24; exec npm start -- --port 0 --speed 10';
  const running = await run(t, ['-qec', command, '/dev/null'], {
    command: 'script',
    cwd: await checkOut(t),
    env: {TERM: 'xterm', SHELL: '/bin/sh'},
  });
  await running.see(/node-1 {2}\[#+-*\] +\d+ % /);
  await running.see(/Ctrl-C to stop/);
  running.child.stdin?.write('\u0003');
  await running.ended();
  t.regex(running.output(), /Stopped; only \S+images\.yaml and tags\.yaml are left/);
  t.true(running.output().lastIndexOf('\u001B[?25h') > running.output().lastIndexOf('\u001B[?25l'));
  t.false((await running.leftovers()).processes);
});

onTerminal(
  'a failure stays on a terminal as a line of its own, with its cause whole, however narrow it is',
  async t => {
    const running = await runOnTerminal(t, {}, text =>
      text.replace('  IMAGES: |\n', '  IMAGES: |\n    broken=registry.example/app:unauthorized;\n'),
    );
    const read = () => stripVTControlCharacters(running.output()).replaceAll(/[\r\n]/g, '');
    await until(
      () => (/broken fails on \d of 3 nodes: 401 Unauthorized: .* \(\d nodes?\)/.test(read()) ? true : undefined),
      read,
    );
    running.child.stdin?.write('\u0003');
    t.is(await running.ended(), 0);
  },
);

onTerminal('NO_COLOR is honoured on a terminal', async t => {
  const running = await runOnTerminal(t, {NO_COLOR: '1'});
  await running.see(/All 4 images are held on all 3 nodes/);
  running.child.stdin?.write('\u0003');
  t.is(await running.ended(), 0);
  t.deepEqual(
    running
      .output()
      .split('\u001B[')
      .filter(part => /^\d+m/.test(part)),
    [],
  );
});

onTerminal('a dumb terminal gets plain lines', async t => {
  const running = await runOnTerminal(t, {TERM: 'dumb'});
  await running.see(/All 4 images are held on all 3 nodes/);
  running.child.stdin?.write('\u0003');
  t.is(await running.ended(), 0);
  t.false(running.output().includes('\u001B'));
});
