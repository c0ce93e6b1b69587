import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import test, {type ExecutionContext} from 'ava';
import {copyOfSample, makeDirectory, run} from './command.ts';

async function takePort(t: ExecutionContext, port: number): Promise<number> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  // Taken by someone else already: just as well.
  await Promise.race([once(server, 'listening'), once(server, 'error')]);
  t.teardown(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

test('without --port the page is at 8080, or at the next port that is free, which is said', async t => {
  // Whose 8080 is, is not for a test to say: somebody may work on this machine.
  const running = await run(t, [await copyOfSample(t)]);
  const [, port = '', why = ''] = await running.see(/page +http:\/\/localhost:(\d+)(.*)\n/);
  t.is(why, port === '8080' ? '' : ' (8080 is in use)');
  t.true(Number(port) >= 8080 && Number(port) <= 8100, port);
  t.is((await fetch(`http://localhost:${port}/healthz`)).status, 200);
  running.signal('SIGINT');
  t.is(await running.ended(), 0);
});

test('a port that was asked for and is in use is told in one line, with status 1 and nothing left', async t => {
  const port = await takePort(t, 0);
  const running = await run(t, ['--port', `${port}`, await copyOfSample(t)]);
  t.is(await running.ended(), 1);
  t.is(running.output(), `port ${port} is in use: give another one with --port N, or 0 for any that is free\n`);
  t.deepEqual(await running.leftovers(), {processes: false, files: []});
});

test('--help and --version say so and end with status 0', async t => {
  const help = await run(t, ['--help']);
  t.is(await help.ended(), 0);
  for (const option of ['--port', '--nodes', '--speed', '--kubeconfig', '--context'])
    t.true(help.output().includes(option), option);
  const version = await run(t, ['--version']);
  t.is(await version.ended(), 0);
  t.regex(version.output(), /^\d+\.\d+\.\d+\n$/);
});

test('an unknown option is one line on stderr and status 2', async t => {
  const running = await run(t, ['--kubconfig', 'x']);
  t.is(await running.ended(), 2);
  t.is(
    running.errors(),
    "Unknown option '--kubconfig'; there are --port, --speed, --nodes, --kubeconfig, --context, --help, --version\n",
  );
  t.is(running.output(), running.errors());
});

test('a FILE that is not there, or is no ConfigMap, is told before anything starts', async t => {
  const directory = await makeDirectory(t);
  const absent = join(directory, 'absent.yaml');
  const running = await run(t, [absent]);
  t.is(await running.ended(), 1);
  t.is(
    running.output(),
    `${absent} is not there: give the path of a ConfigMap in YAML, or none to start with a sample\n`,
  );
  const broken = join(directory, 'broken.yaml');
  await writeFile(broken, 'kind: ConfigMap\ndata:\n  IMAGES: 5\n  NODE_SELECTOR: {}\n');
  const other = await run(t, ['broken.yaml'], {cwd: directory});
  t.is(await other.ended(), 1);
  t.deepEqual(other.output().split('\n'), [
    `${broken}: metadata.name is missing; name the ConfigMap, such as "images"`,
    `${broken}: data.IMAGES is the number 5; only strings are allowed: quote it, as "5"`,
    `${broken}: data.NODE_SELECTOR is a mapping; only strings are allowed: quote it, or write it as a block (|)`,
    '',
  ]);
  t.deepEqual(await other.leftovers(), {processes: false, files: []});
});

test('what is no file is told as FILE at once, and nothing waits for it', async t => {
  const directory = await makeDirectory(t);
  const fifo = join(directory, 'fifo');
  await promisify(execFile)('mkfifo', [fifo]);
  for (const [path, kind] of [
    [fifo, 'a FIFO'],
    [directory, 'a directory'],
    ['/dev/null', 'a device'],
  ] as const) {
    const running = await run(t, [path]);
    t.is(await running.ended(), 1);
    t.is(running.output(), `${path} can't be read: it is ${kind}: only a file is read\n`);
    t.deepEqual(await running.leftovers(), {processes: false, files: []});
  }
});

test('a file of tags beside FILE that is broken is told with line and column, and nothing is left', async t => {
  const file = await copyOfSample(t);
  const tags = join(dirname(file), 'tags.yaml');
  await writeFile(tags, 'quay.io/org/app:next: 2\n"quay.io/org/app: 1\n');
  const running = await run(t, [file]);
  t.is(await running.ended(), 1);
  t.regex(running.output(), /^\S+tags\.yaml: line \d+, column \d+: not YAML: [^\n]+\n$/);
  t.deepEqual(await running.leftovers(), {processes: false, files: []});
  const other = await run(t, [tags]);
  t.is(await other.ended(), 1);
  t.regex(other.output(), /^\S+tags\.yaml: [^\n]+\n$/);
});

test('a directory for temporary files that is not there, or is none, is one line and status 1', async t => {
  const directory = await makeDirectory(t);
  for (const parent of [join(directory, 'absent'), await copyOfSample(t)]) {
    const running = await run(t, [await copyOfSample(t)], {env: {TMPDIR: parent}});
    t.is(await running.ended(), 1);
    t.true(running.output().startsWith(`no temporary files can be written to ${parent} (`), running.output());
    t.regex(running.output(), /\): set TMPDIR to a directory that you may write to\n$/);
    t.is(running.output().split('\n').length, 2);
  }
});
