import test from 'ava';
import {buildConfigMap, configMapsPath, failure, mergePatch, startClient} from '../client.ts';

test('requests are counted by verb and resource, and a dry run is no write', async t => {
  const {call, cluster} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('a'));
  await call('GET', `${configMapsPath}/a`);
  await call('GET', configMapsPath);
  await call('PUT', `${configMapsPath}/a?dryRun=All`, buildConfigMap('a'));
  await call('PATCH', `${configMapsPath}/a`, {}, {...mergePatch, 'user-agent': 'me'});
  t.deepEqual(cluster.requests.counts(), {
    'create configmaps': 1,
    'get configmaps': 1,
    'list configmaps': 1,
    'update configmaps (dry run)': 1,
    'patch configmaps': 1,
  });
  t.deepEqual(
    cluster.requests.writes().map(({verb}) => verb),
    ['create', 'patch'],
  );
  t.deepEqual(cluster.requests.all().at(-1), {
    method: 'PATCH',
    url: `${configMapsPath}/a`,
    verb: 'patch',
    resource: 'configmaps',
    namespace: 'default',
    name: 'a',
    subresource: undefined,
    dryRun: false,
    userAgent: 'me',
  });
  cluster.requests.clear();
  t.deepEqual(cluster.requests.all(), []);
});

test('a request can be made to fail, and the next one is served again', async t => {
  const {call, cluster} = await startClient(t);
  cluster.setIntercept(({verb}) => (verb === 'create' ? {status: 503, retryAfter: 7} : undefined));
  const {status, body, headers} = await call('POST', configMapsPath, buildConfigMap('a'));
  const message = 'the server is currently unable to handle the request';
  t.deepEqual([status, body], [503, failure(503, 'ServiceUnavailable', message, {retryAfterSeconds: 7})]);
  t.is(headers.get('retry-after'), '7');
  t.is((await call('GET', configMapsPath)).status, 200);
  cluster.setIntercept(undefined);
  t.is((await call('POST', configMapsPath, buildConfigMap('a'))).status, 201);
});

test('a request can be made slow, be cut off, or never be answered', async t => {
  const {call, cluster} = await startClient(t, {intercept: () => ({delay: 60})});
  const start = performance.now();
  t.is((await call('GET', configMapsPath)).status, 200);
  // Timers of Node may be early by a millisecond.
  t.true(performance.now() - start >= 59);
  cluster.setIntercept(() => ({hangUp: true}));
  await t.throwsAsync(call('GET', configMapsPath));
  cluster.setIntercept(() => ({silent: true}));
  await t.throwsAsync(fetch(`${cluster.url}/version`, {signal: AbortSignal.timeout(50)}), {name: 'TimeoutError'});
});

test('a client that gives up while it waits changes nothing', async t => {
  const {cluster, call} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('a'));
  cluster.setIntercept(() => ({delay: 500}));
  const give = (path: string, init: RequestInit) =>
    t.throwsAsync(fetch(`${cluster.url}${path}`, {...init, signal: AbortSignal.timeout(20)}), {name: 'TimeoutError'});
  await Promise.all([
    give(configMapsPath, {method: 'POST', body: JSON.stringify(buildConfigMap('b'))}),
    give(`${configMapsPath}/a`, {method: 'DELETE'}),
  ]);
  // These wait as long as those did, so they are served after them.
  const left = await Promise.all(['a', 'b'].map(name => call('GET', `${configMapsPath}/${name}`)));
  t.deepEqual(
    left.map(answer => answer.status),
    [200, 404],
  );
});
