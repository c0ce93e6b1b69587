import {once} from 'node:events';
import {request} from 'node:http';
import {createServer} from 'node:net';
import {type AnswerPath, type OpenPort, servePage} from '@image-puller/knative/local/start';
import test, {type ExecutionContext} from 'ava';

const echo: AnswerPath = async path => ({status: 200, contentType: 'text/plain', body: path});

async function serve(t: ExecutionContext, answer: AnswerPath = echo): Promise<OpenPort> {
  const page = await servePage(0, 'this port', answer);
  if ('problem' in page) throw new Error(page.problem);
  t.teardown(() => page.close());
  return page;
}

/** Takes a port of one of the two addresses of `localhost`; undefined where this machine lacks that address. */
async function take(t: ExecutionContext, host: string): Promise<number | undefined> {
  const server = createServer();
  server.listen(0, host);
  await Promise.race([once(server, 'listening'), once(server, 'error')]).catch(() => undefined);
  t.teardown(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}

async function ask(port: number, options: {readonly method?: string; readonly host?: string; readonly path?: string}) {
  const sent = request({
    port,
    host: '127.0.0.1',
    method: options.method ?? 'GET',
    path: options.path ?? '/',
    headers: {host: options.host ?? `localhost:${port}`},
  });
  const responded = once(sent.end(), 'response');
  const [response] = await responded;
  let body = '';
  for await (const chunk of response) body += chunk;
  return {status: response.statusCode, body, ...(response.headers.allow && {allow: response.headers.allow})};
}

test('it answers on both addresses of localhost, until it is closed', async t => {
  const page = await serve(t);
  t.is(await (await fetch(`http://127.0.0.1:${page.port}/status.json?x`)).text(), '/status.json');
  t.is(await (await fetch(`http://localhost:${page.port}/`)).text(), '/');
  if ((await take(t, '::1')) !== undefined) t.is(await (await fetch(`http://[::1]:${page.port}/`)).text(), '/');
  await page.close();
  await t.throwsAsync(fetch(`http://localhost:${page.port}/`), {message: 'fetch failed'});
});

for (const host of ['127.0.0.1', '::1']) {
  test(`a port that is taken on ${host} alone is in use: the next one is opened, or it is told`, async t => {
    const port = await take(t, host);
    if (port === undefined) {
      t.log(`there is no ${host} here`);
      t.pass();
      return;
    }
    t.deepEqual(await servePage(port, 'this port', echo), {
      problem: `port ${port} is in use: give another one with --port N, or 0 for any that is free`,
    });
    const next = await servePage(port, 'next free port', echo);
    if ('problem' in next) throw new Error(next.problem);
    t.true(next.port > port);
    await next.close();
  });
}

test('only GET and HEAD, and only as localhost, are answered', async t => {
  const {port} = await serve(t);
  t.deepEqual(await ask(port, {method: 'POST'}), {
    status: 405,
    body: 'only GET and HEAD are answered\n',
    allow: 'GET, HEAD',
  });
  t.deepEqual(await ask(port, {host: 'evil.example'}), {status: 421, body: 'this page is for localhost\n'});
  t.deepEqual(await ask(port, {method: 'HEAD'}), {status: 200, body: ''});
  t.deepEqual(await ask(port, {path: '//status.json?a'}), {status: 200, body: '//status.json'}, 'that names no host');
  t.deepEqual(await ask(port, {path: 'http://elsewhere/status.json'}), {status: 200, body: '/status.json'});
  t.deepEqual(await ask(port, {path: 'http://[/'}), {status: 400, body: 'the URL is malformed\n'});
});

test('a cluster that does not answer is a 503 in one line', async t => {
  const {port} = await serve(t, async () => {
    throw new Error('GET configmaps: away');
  });
  t.deepEqual(await ask(port, {}), {status: 503, body: "the cluster can't be read: GET configmaps: away\n"});
});
