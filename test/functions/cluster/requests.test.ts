import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer, type ServerResponse} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {ApiError, connectCluster, defaultLimits, readKubeconfig} from '@image-puller/functions/cluster';
import test, {type ExecutionContext} from 'ava';
import {dump} from 'js-yaml';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {until} from '../../support/until.ts';

const limits = {deadline: 10_000, answerSize: 100_000, idle: 30_000};

async function start(t: ExecutionContext, {deadline} = limits) {
  const embedded = await startEmbeddedCluster({namespace: 'puller', kubectl: false});
  t.teardown(() => embedded.stop());
  const cluster = connectCluster(embedded.access, {...limits, deadline});
  t.teardown(() => cluster.close());
  return {embedded, cluster};
}

/** Something else than an API server at the address of one. */
async function startImpostor(t: ExecutionContext, answer: Parameters<typeof createServer>[1], {idle} = limits) {
  const server = createServer(answer);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close().closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const directory = await mkdtemp(join(tmpdir(), 'impostor-'));
  t.teardown(() => rm(directory, {recursive: true}));
  const kubeconfig = join(directory, 'kubeconfig');
  await writeFile(
    kubeconfig,
    dump({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'impostor',
      contexts: [{name: 'impostor', context: {cluster: 'impostor', user: 'impostor', namespace: 'puller'}}],
      clusters: [
        {name: 'impostor', cluster: {server: `http://127.0.0.1:${address.port}/`, 'insecure-skip-tls-verify': true}},
      ],
      users: [{name: 'impostor', user: {token: 'a-secret-token'}}],
    }),
  );
  const cluster = connectCluster(await readKubeconfig({kubeconfig}), {...limits, idle});
  t.teardown(() => cluster.close());
  return {cluster, server, kubeconfig};
}

const readPage = async (pages: AsyncIterable<unknown>) => await pages[Symbol.asyncIterator]().next();

const fails = async (t: ExecutionContext, call: Promise<unknown>): Promise<ApiError> => {
  const error = await t.throwsAsync(call, {instanceOf: ApiError});
  if (!(error instanceof ApiError)) throw new Error('no ApiError');
  t.notRegex(error.message, /\n|a-secret-token/);
  return error;
};

test('an API server that never answers is given up at the deadline', async t => {
  const {embedded, cluster} = await start(t, {...limits, deadline: 300});
  embedded.setIntercept(() => ({silent: true}));
  const error = await fails(t, cluster.readConfigMap('a'));
  t.is(error.failure, 'unavailable');
  t.regex(
    error.message,
    /^GET namespaces\/puller\/configmaps\/a at http:\/\/127\.0\.0\.1:\d+: no answer within 0\.3 s$/,
  );
});

test('a write that is answered 500, or not in time, is told from an API server that is away', async t => {
  const {embedded, cluster} = await start(t, {...limits, deadline: 300});
  const create = () => cluster.createEvent({metadata: {name: 'a'}, involvedObject: {}});
  for (const [fault, call, isOfObject] of [
    [{status: 500}, create, true],
    [{silent: true}, create, true],
    [{status: 503}, create, false],
    [{status: 500}, () => cluster.listConfigMaps(), false],
    [{silent: true}, () => cluster.listConfigMaps(), false],
  ] as const) {
    embedded.setIntercept(() => fault);
    const error = await fails(t, call());
    t.deepEqual([error.failure, error.isOfObject], ['unavailable', isOfObject], JSON.stringify(fault));
  }
});

test('an API server that is overloaded, or cuts the connection, is unavailable', async t => {
  const {embedded, cluster} = await start(t);
  for (const fault of [{status: 429}, {status: 503}, {hangUp: true}] as const) {
    embedded.setIntercept(() => fault);
    t.is((await fails(t, cluster.listConfigMaps())).failure, 'unavailable');
  }
});

test('an answer larger than its bound is not read to its end', async t => {
  const {cluster} = await startImpostor(t, (_request, response) => {
    response.writeHead(200, {'content-type': 'application/json'});
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(50_000))) {}
    };
    response.on('drain', write);
    write();
  });
  t.regex((await fails(t, cluster.readDaemonSet('a'))).message, /larger than 100000 bytes/);
});

test('what is no Kubernetes object, such as a login page, is not taken for one', async t => {
  const {cluster} = await startImpostor(t, ({url}, response) => {
    response.end(url?.includes('daemonsets') ? '{"metadata":{}}' : '<html>log in');
  });
  t.regex((await fails(t, cluster.readConfigMap('a'))).message, /not JSON: <html>log in/);
  t.regex((await fails(t, cluster.readDaemonSet('a'))).message, /not a Kubernetes object/);
  t.regex((await fails(t, cluster.listDaemonSets())).message, /not a Kubernetes list/);
});

test('what went wrong is told apart: absent, conflict, rejected with its causes', async t => {
  const {cluster} = await start(t);
  const labels = {a: 'b'};
  const daemonSet: DaemonSet = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'a'},
    spec: {
      selector: {matchLabels: labels},
      template: {metadata: {labels}, spec: {containers: [{name: 'a', image: 'registry.test/a:1'}]}},
    },
  };
  t.is(await cluster.readDaemonSet('a'), undefined);
  const {object} = await cluster.createDaemonSet(daemonSet);
  t.is((await fails(t, cluster.createDaemonSet(daemonSet))).failure, 'conflict');
  const stale = {...object, metadata: {...object.metadata, resourceVersion: '1', labels}};
  t.is((await fails(t, cluster.replaceDaemonSet(stale))).failure, 'conflict');
  t.is((await fails(t, cluster.deleteDaemonSet('a', {uid: 'another'}))).failure, 'conflict');
  const invalid = await fails(t, cluster.createDaemonSet({...daemonSet, metadata: {name: 'Not_A_Name'}}));
  t.is(invalid.failure, 'rejected');
  t.is(invalid.causes[0]?.field, 'metadata.name');
});

test('a webhook that refuses by 403 is a rejection, a missing right is not', async t => {
  const answers = [
    'nodes is forbidden: User "system:serviceaccount:x:y" cannot list resource "nodes" in API group "" at the cluster scope',
    'daemonsets.apps "a" is forbidden: User "system:serviceaccount:x:y" cannot create resource "daemonsets" in API group "apps" in the namespace "x"',
    'admission webhook "policy.test" denied the request: no holders on Fridays',
  ];
  const {cluster} = await startImpostor(t, (_request, response) => {
    response.statusCode = 403;
    response.end(JSON.stringify({kind: 'Status', message: answers.shift()}));
  });
  t.is((await fails(t, readPage(cluster.pagesOfNodes()))).failure, 'forbidden');
  t.is((await fails(t, cluster.createDaemonSet({metadata: {name: 'a'}}))).failure, 'forbidden');
  t.is((await fails(t, cluster.createDaemonSet({metadata: {name: 'a'}}))).failure, 'rejected');
});

test('too large to be stored is a rejection; gone, or another object by now, is a conflict', async t => {
  const answers = [
    [413, {message: 'Request entity too large: limit is 3145728'}],
    [500, {message: 'etcdserver: request is too large'}],
    [404, {message: 'daemonsets.apps "a" not found'}],
    [422, {message: 'invalid', details: {causes: [{field: 'metadata.uid', message: 'field is immutable'}]}}],
  ] as const;
  let next = 0;
  const {cluster} = await startImpostor(t, (_request, response) => {
    const [status, body] = answers[next++] ?? [200, {}];
    response.statusCode = status;
    response.end(JSON.stringify(body));
  });
  const failures: string[] = [];
  for (const _ of answers) failures.push((await fails(t, cluster.replaceDaemonSet({metadata: {name: 'a'}}))).failure);
  t.deepEqual(failures, ['rejected', 'rejected', 'conflict', 'conflict']);
});

test('requests share connections', async t => {
  let connections = 0;
  const {cluster, server} = await startImpostor(t, (_request, response) => {
    response.end(JSON.stringify({metadata: {resourceVersion: '1'}, items: []}));
  });
  server.on('connection', () => connections++);
  for (let request = 0; request < 20; request++) await cluster.listConfigMaps();
  t.is(connections, 1);
});

test('a connection that no request uses is let go of before a server would, and one with a quiet watch is kept', async t => {
  const watches: ServerResponse[] = [];
  const {cluster, server} = await startImpostor(
    t,
    ({url}, response) => {
      response.setHeader('content-type', 'application/json');
      if (url?.includes('watch=')) {
        response.flushHeaders();
        watches.push(response);
      } else response.end(JSON.stringify({metadata: {resourceVersion: '1'}, items: []}));
    },
    {...limits, idle: 200},
  );
  // As kube-apiserver; load balancers mostly close after 60 s.
  server.keepAliveTimeout = 90_000;
  t.true(defaultLimits.idle < 60_000);
  let closed = 0;
  server.on('connection', socket => socket.on('close', () => closed++));

  const ending = new AbortController();
  t.teardown(() => ending.abort());
  const seen: string[] = [];
  const failures: string[] = [];
  const watching = cluster.watch('configMaps', ({type}) => seen.push(type), {
    signal: ending.signal,
    onFailure: ({message}) => failures.push(message),
  });
  const describe = () => ({watches: watches.length, closed, seen, failures});
  await until(() => watches.length === 1, describe);
  // A second connection, since the watch has the first: it is idle later than that is quiet.
  await cluster.listConfigMaps();
  await until(() => closed === 1, describe);
  watches[0]?.write(`${JSON.stringify({type: 'ADDED', object: {metadata: {resourceVersion: '2'}}})}\n`);
  await until(() => seen.includes('ADDED'), describe);
  t.deepEqual(describe(), {watches: 1, closed: 1, seen: ['SYNCED', 'ADDED'], failures: []});
  ending.abort();
  await watching;
});

test('an unknown field is told of and dropped, and a name cannot reach another object', async t => {
  const {embedded, cluster} = await start(t);
  const labels = {a: 'b'};
  const {warnings} = await cluster.createDaemonSet({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'a'},
    spec: {
      selector: {matchLabels: labels},
      template: {
        metadata: {labels},
        spec: {containers: [{name: 'a', image: 'registry.test/a:1'}], ...{nope: 1}},
      },
    },
  });
  t.deepEqual(warnings, ['unknown field "spec.template.spec.nope"']);
  embedded.requests.clear();
  await cluster.readConfigMap('../secrets/x?y').catch(() => undefined);
  t.deepEqual(
    embedded.requests.all().map(({url}) => url),
    ['/api/v1/namespaces/puller/configmaps/..%2Fsecrets%2Fx%3Fy'],
  );
});

test('a kubeconfig without the named context says which it has', async t => {
  const {kubeconfig} = await startImpostor(t, (_request, response) => response.end());
  await t.throwsAsync(readKubeconfig({kubeconfig, context: 'production'}), {
    message: `${kubeconfig} has no context production; it has impostor`,
  });
});
