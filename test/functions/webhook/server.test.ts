import {once} from 'node:events';
import {createServer} from 'node:net';
import test from 'ava';
import {startEmptyApi} from './api-server.ts';
import {eventually} from './deadline.ts';
import {sourceEntry, startProcess} from './processes.ts';
import {badRequests, secret} from './refusals.ts';
import {readRecorded, send} from './requests.ts';

const recorded = readRecorded('apiserversource-reference');

test('an unknown FUNCTION_TARGET, or none, is one line that names the allowed ones, and exit status 2', async t => {
  const allowed = 'set it to one of apply, check, refresh, remove, status, standalone';
  const [unknown, none] = await Promise.all([
    startProcess(t, sourceEntry, {FUNCTION_TARGET: 'aply\n'}).ended,
    startProcess(t, sourceEntry, {}).ended,
  ]);
  t.deepEqual(unknown, {status: 2, stdout: '', stderr: `FUNCTION_TARGET is "aply\\n": ${allowed}\n`});
  t.deepEqual(none, {status: 2, stdout: '', stderr: `FUNCTION_TARGET is not set: ${allowed}\n`});
});

test('a PORT that is none is one line and exit status 2, one that is in use one line and 1', async t => {
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  t.teardown(() => busy.close());
  const address = busy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const [none, inUse] = await Promise.all([
    startProcess(t, sourceEntry, {FUNCTION_TARGET: 'apply', PORT: '65536'}).ended,
    startProcess(t, sourceEntry, {FUNCTION_TARGET: 'apply', PORT: String(port)}).ended,
  ]);
  t.deepEqual(none, {
    status: 2,
    stdout: '',
    stderr: 'PORT is "65536": set it to a number from 0 (any free port) to 65535\n',
  });
  t.deepEqual(inUse, {
    status: 1,
    stdout: '',
    stderr: `port ${port} is in use: set PORT to another one, or to 0 for any free one\n`,
  });
});

test('a function without a cluster says so in one line and ends with status 1', async t => {
  const {status, stdout, stderr} = await startProcess(t, sourceEntry, {
    FUNCTION_TARGET: 'apply',
    KUBECONFIG: '/nonexistent/kubeconfig',
  }).ended;
  const [listening, failure, ...rest]: Record<string, unknown>[] = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  t.is(listening?.message, 'listening');
  t.like(failure, {severity: 'ERROR', function: 'apply'});
  t.regex(String(failure?.message), /^can't start: .*\/nonexistent\/kubeconfig/);
  t.deepEqual({status, stderr, rest}, {status: 1, stderr: '', rest: []});
});

test('a real process: probes, recorded requests and every bad request, without a word of a body in its output', async t => {
  const api = await startEmptyApi(t);
  const server = startProcess(t, sourceEntry, {FUNCTION_TARGET: 'apply', KUBECONFIG: api.kubeconfig});
  const port = await server.port();

  const probe = await send(port, {method: 'GET', url: '/healthz'});
  t.deepEqual({status: probe.status, body: probe.body}, {status: 200, body: 'ok\n'});
  t.is((await send(port, recorded['configmap-updated'] ?? {})).status, 204);
  for (const [name, {request, status, line}] of Object.entries(badRequests)) {
    const reply = await send(port, request);
    t.deepEqual({status: reply.status, body: reply.body}, {status, body: `${line}\n`}, name);
  }

  server.kill('SIGINT');
  const {status, stdout, stderr} = await server.ended;
  t.deepEqual({status, stderr}, {status: 0, stderr: ''});
  t.false(stdout.includes(secret));
  t.false(stdout.includes('a-token-of-the-test'));
  // One line for the start, one for an API server without TLS, one for the event, one for each bad request, one for the signal.
  t.is(server.log().length, Object.keys(badRequests).length + 4);
  const warnings = server.log().filter(({message}) => String(message).includes('is plain HTTP: nothing is encrypted'));
  t.deepEqual(
    warnings.map(({severity}) => severity),
    ['WARNING'],
  );
  const [{time, durationMs, decision, ...invocation} = {}] = server.log().filter(entry => 'outcome' in entry);
  t.deepEqual(invocation, {
    severity: 'INFO',
    function: 'apply',
    event: {id: '17c8a090-2f7b-427c-8364-730ab05909df', type: 'dev.knative.apiserver.ref.update'},
    object: {kind: 'ConfigMap', namespace: 'rec', name: 'k8s-image-puller'},
    outcome: 'done',
  });
  t.is(typeof decision, 'string');
  t.is(typeof durationMs, 'number');
  t.regex(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('SIGTERM: what is under way is finished and answered, nothing new is accepted, exit status 0', async t => {
  const gate = Promise.withResolvers<void>();
  t.teardown(() => gate.resolve());
  const api = await startEmptyApi(t, () => gate.promise);
  const server = startProcess(t, sourceEntry, {FUNCTION_TARGET: 'apply', KUBECONFIG: api.kubeconfig});
  const port = await server.port();
  const underWay = send(port, recorded['configmap-updated'] ?? {});
  await eventually(
    () => api.requests[0],
    () => `the step did not reach the API: ${JSON.stringify(server.log())}`,
  );
  server.kill('SIGTERM');
  await eventually(
    () => server.log().find(({message}) => message === 'SIGTERM: finishing what is under way'),
    () => JSON.stringify(server.log()),
  );
  await t.throwsAsync(send(port, {method: 'GET', url: '/healthz'}), {code: 'ECONNREFUSED'});
  gate.resolve();
  t.is((await underWay).status, 204);
  const {status, stderr} = await server.ended;
  t.deepEqual({status, stderr}, {status: 0, stderr: ''});
  t.is(server.log().at(-1)?.outcome, 'done');
});

test('SIGTERM: a run whose sender has gone is finished too', async t => {
  const gate = Promise.withResolvers<void>();
  t.teardown(() => gate.resolve());
  const api = await startEmptyApi(t, () => gate.promise);
  const server = startProcess(t, sourceEntry, {FUNCTION_TARGET: 'apply', KUBECONFIG: api.kubeconfig});
  const port = await server.port();
  const {headers, body} = recorded['configmap-updated'] ?? {};
  const gone = new AbortController();
  const sent = fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: {...headers},
    body: String(body),
    signal: gone.signal,
  });
  await eventually(
    () => api.requests[0],
    () => `the step did not reach the API: ${JSON.stringify(server.log())}`,
  );
  gone.abort();
  await t.throwsAsync(sent, {name: 'AbortError'});
  server.kill('SIGTERM');
  await eventually(
    () => server.log().find(({message}) => message === 'SIGTERM: finishing what is under way'),
    () => JSON.stringify(server.log()),
  );
  gate.resolve();
  t.is((await server.ended).status, 0);
  t.is(server.log().at(-1)?.outcome, 'done');
});

test('a second signal ends the process at once', async t => {
  const api = await startEmptyApi(t, () => new Promise(() => undefined));
  const server = startProcess(t, sourceEntry, {FUNCTION_TARGET: 'apply', KUBECONFIG: api.kubeconfig});
  const port = await server.port();
  const underWay = t.throwsAsync(send(port, recorded['configmap-updated'] ?? {}));
  await eventually(
    () => api.requests[0],
    () => `the step did not reach the API: ${JSON.stringify(server.log())}`,
  );
  server.kill('SIGTERM');
  await eventually(
    () => server.log().find(({message}) => message === 'SIGTERM: finishing what is under way'),
    () => JSON.stringify(server.log()),
  );
  server.kill('SIGTERM');
  t.is((await server.ended).status, 143);
  await underWay;
});
