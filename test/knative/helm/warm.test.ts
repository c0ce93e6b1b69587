import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import test, {type ExecutionContext} from 'ava';

const script = new URL('../../../knative/helm/files/test.mjs', import.meta.url);

/** Runs what the pod of `helm test` runs, as its arguments have it, with so many minutes of patience. */
async function runScript(url: string, minutes: string): Promise<{readonly status: number; readonly lines: string[]}> {
  const args = ['--input-type=module', '--eval', await readFile(script, 'utf8'), url, minutes];
  return await new Promise(resolve => {
    execFile(process.execPath, args, {timeout: 30_000}, (error, stdout) => {
      const status = error === null ? 0 : Number(error.code);
      resolve({status, lines: stdout.split('\n').slice(0, -1)});
    });
  });
}

/** A status page that answers these, one after the other, and the last again and again. */
async function serve(t: ExecutionContext, ...answers: readonly object[]): Promise<string> {
  let asked = 0;
  const server = createServer((_, response) => response.end(JSON.stringify(answers[asked++] ?? answers.at(-1))));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const {port} = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/status.json`;
}

const puller = (ready: boolean, held: number, reasons: readonly string[] = []) => ({
  pullers: [{name: 'images', ready, nodes: {eligible: 2}, problems: [], images: [{name: 'a', held, reasons}]}],
});

test('it waits until every image is held, tells each change once, and ends with status 0', async t => {
  const url = await serve(t, puller(false, 1), puller(false, 1), puller(true, 2));
  t.deepEqual(await runScript(url, '1'), {
    status: 0,
    lines: ['images: a is held on 1 of 2 nodes', 'images: a is held on 2 of 2 nodes'],
  });
});

test('what is not warm in time is told with its reason, and fails', async t => {
  const url = await serve(t, puller(false, 1, ['ErrImagePull: not found (1 node)']));
  t.deepEqual(await runScript(url, '0'), {
    status: 1,
    lines: [
      'images: a is held on 1 of 2 nodes; ErrImagePull: not found (1 node)',
      'not so after 0 minutes: kubectl describe configmap tells the story',
    ],
  });
});

test('without a puller, and without an answer, it says so and fails', async t => {
  const url = await serve(t, {pullers: []});
  const {status, lines} = await runScript(url, '0');
  t.is(status, 1);
  t.is(lines[0], 'no ConfigMap has the label kubernetes-image-puller/config=true');
  // Nobody listens at port 1.
  const away = await runScript('http://127.0.0.1:1/status.json', '0');
  t.is(away.status, 1);
  t.regex(away.lines[0] ?? '', /^http:\/\/127\.0\.0\.1:1\/status\.json can't be reached: \S/);
});
