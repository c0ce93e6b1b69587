import test from 'ava';
import {buildKubeconfig, startEmptyApi, writeKubeconfig} from './api-server.ts';
import {eventually} from './deadline.ts';
import {sourceEntry, startProcess} from './processes.ts';
import {type Reply, send} from './requests.ts';

const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** The part of an answer's headers that we write. */
const pick = ({status, headers}: Reply) => ({
  status,
  type: headers['content-type'],
  ...Object.fromEntries(Object.keys(securityHeaders).map(name => [name, headers[name]])),
});

for (const target of ['status', 'standalone']) {
  test(`${target}: GET and HEAD are answered with headers that let nothing in, everything else is refused`, async t => {
    const api = await startEmptyApi(t);
    const server = startProcess(t, sourceEntry, {FUNCTION_TARGET: target, KUBECONFIG: api.kubeconfig});
    const port = await server.port();
    const get = (url: string) => send(port, {method: 'GET', url});

    const page = await get('/?a=b');
    t.deepEqual(pick(page), {status: 200, type: 'text/html; charset=utf-8', ...securityHeaders});
    t.regex(page.body, /^<!doctype html>/);
    const head = await send(port, {method: 'HEAD', url: '/'});
    t.deepEqual(pick(head), pick(page));
    t.is(head.body, '');
    t.is(head.headers['content-length'], String(Buffer.byteLength(page.body)));

    const json = await get('/status.json');
    t.deepEqual(pick(json), {status: 200, type: 'application/json', ...securityHeaders});
    t.deepEqual(JSON.parse(json.body), {pullers: []});

    const text = 'text/plain; charset=utf-8';
    t.deepEqual(pick(await get('/healthz')), {status: 200, type: text, ...securityHeaders});
    t.deepEqual(pick(await get('/nothing')), {status: 404, type: text, ...securityHeaders});
    t.is((await get('//status.json')).status, 404, 'a path that names no host');
    t.is((await get('http://elsewhere/status.json')).status, 200, 'a whole URL');
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const refused = await send(port, {method, url: '/', body: method === 'POST' ? Buffer.alloc(10_000_000) : ''});
      t.deepEqual(pick(refused), {status: 405, type: text, ...securityHeaders}, method);
      t.deepEqual([refused.headers.allow, refused.body], ['GET, HEAD', 'only GET and HEAD are answered\n'], method);
    }

    server.kill('SIGTERM');
    const {status, stderr} = await server.ended;
    t.deepEqual({status, stderr}, {status: 0, stderr: ''});
  });
}

test('status: an API server that does not answer is a 503 in one line, and the probe goes on to answer', async t => {
  const kubeconfig = await writeKubeconfig(t, buildKubeconfig('http://127.0.0.1:1'));
  const server = startProcess(t, sourceEntry, {FUNCTION_TARGET: 'status', KUBECONFIG: kubeconfig});
  const port = await server.port();
  const {status, body} = await send(port, {method: 'GET', url: '/status.json'});
  t.is(status, 503);
  t.regex(body, /^[^\n]*ECONNREFUSED[^\n]*\n$/);
  t.is((await send(port, {method: 'GET', url: '/healthz'})).status, 200);
});

test('standalone: SIGTERM lets the step that runs finish', async t => {
  const gate = Promise.withResolvers<void>();
  t.teardown(() => gate.resolve());
  // The first request lists for the watch; then come the watch itself and the step that the first tick wakes.
  const api = await startEmptyApi(t, async path => {
    if (path.endsWith('/configmaps') && countLists() > 1) await gate.promise;
  });
  const countLists = () => api.requests.filter(request => request.endsWith('/configmaps')).length;
  const server = startProcess(t, sourceEntry, {FUNCTION_TARGET: 'standalone', KUBECONFIG: api.kubeconfig});
  await eventually(
    () => (countLists() >= 3 ? true : undefined),
    () => JSON.stringify([api.requests, server.log()]),
  );
  server.kill('SIGTERM');
  await eventually(
    () => server.log().find(({message}) => message === 'SIGTERM: finishing what is under way'),
    () => JSON.stringify(server.log()),
  );
  t.false(server.log().some(({outcome}) => outcome !== undefined));
  gate.resolve();
  t.is((await server.ended).status, 0);
  t.like(server.log().at(-1), {function: 'check', outcome: 'done'});
});
