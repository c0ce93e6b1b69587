import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
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

test('where 8080 is in use the next free port is taken, and said', async t => {
  await takePort(t, 8080);
  const running = await run(t, [await copyOfSample(t)]);
  const [, port = ''] = await running.see(/page +http:\/\/localhost:(\d+) \(8080 is in use\)\n/);
  t.not(port, '8080');
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
  for (const option of ['--port', '--speed', '--kubeconfig', '--context'])
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
    "Unknown option '--kubconfig'; there are --port, --speed, --kubeconfig, --context, --help, --version\n",
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
