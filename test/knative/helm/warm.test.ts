import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import test, {type ExecutionContext} from 'ava';

const script = new URL('../../../knative/helm/files/test.mjs', import.meta.url);

const functions = 'kubectl get ksvc,apiserversource';
const noAnswer = `${functions} -n images shows what is not ready, and kubectl describe why (a ResourceQuota, an image)`;

/** Runs what the pod of `helm test` runs, as its arguments have it, with so many minutes of patience. */
async function runScript(url: string, minutes: string): Promise<{readonly status: number; readonly lines: string[]}> {
  const args = ['--input-type=module', '--eval', await readFile(script, 'utf8'), url, minutes, functions, 'images'];
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
      'images: a is held on 1 of 2 nodes; ErrImagePull: not found (1 node), and so after 0 minutes. Next: kubectl describe configmap -n images tells the story; if it has no Events, kubectl get ksvc,apiserversource -n images shows what is not ready',
    ],
  });
});

test('the last line names first what is missing, whatever is held besides', async t => {
  const [ready] = puller(true, 2).pullers;
  const images = [
    {name: 'a', held: 2, reasons: []},
    {name: 'b', held: 0, reasons: ['ImagePullBackOff']},
  ];
  const late = {name: 'late', ready: false, nodes: {eligible: 2}, problems: [], images};
  const {status, lines} = await runScript(await serve(t, {pullers: [ready, late]}), '0');
  t.is(status, 1);
  t.deepEqual(lines.slice(0, -1), [
    'late: b is held on 0 of 2 nodes; ImagePullBackOff',
    'late: a is held on 2 of 2 nodes',
    'images: a is held on 2 of 2 nodes',
  ]);
  t.regex(lines.at(-1) ?? '', /^late: b is held on 0 of 2 nodes; ImagePullBackOff, and so after 0 minutes\. Next: /);
});

test('without a puller it says so, what to look at, and fails', async t => {
  t.deepEqual(await runScript(await serve(t, {pullers: []}), '0'), {
    status: 1,
    lines: [
      'no ConfigMap has the label kubernetes-image-puller/config=true',
      'no ConfigMap has the label kubernetes-image-puller/config=true, and so after 0 minutes. Next: kubectl get configmaps -n images --show-labels',
    ],
  });
});

test('without an answer it says so, where to look for what keeps the functions from starting, and fails', async t => {
  // Nobody listens at port 1.
  const {status, lines} = await runScript('http://127.0.0.1:1/status.json', '0');
  t.is(status, 1);
  t.regex(lines[0] ?? '', /^http:\/\/127\.0\.0\.1:1\/status\.json can't be reached: \S/);
  t.deepEqual(lines.slice(1), [`${lines[0]}, and so after 0 minutes. Next: ${noAnswer}`]);
});

test('an answer that is an error is told with its words, in one line of printable characters', async t => {
  const server = createServer((_, response) => response.writeHead(503).end('activator\n\u001b[31mtimeout'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const {port} = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/status.json`;
  const cause = `${url} answers 503: activator [31mtimeout`;
  t.deepEqual(await runScript(url, '0'), {
    status: 1,
    lines: [cause, `${cause}, and so after 0 minutes. Next: ${noAnswer}`],
  });
});
