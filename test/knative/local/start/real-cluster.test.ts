import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:net';
import {join} from 'node:path';
import type {ServedRequest} from '@image-puller/embedded-cluster';
import test, {type ExecutionContext} from 'ava';
import {dump} from 'js-yaml';
import {makeDirectory, type Running, run, until} from './command.ts';
import {addPuller, findDaemonSets, recordBeforeWrite, startCluster} from './other-cluster.ts';

const isDaemonSetCreate = ({verb, resource}: ServedRequest): boolean => verb === 'create' && resource === 'daemonsets';

test('--kubeconfig without a FILE names the cluster before it writes anything, writes no ConfigMap, and runs for those that are labelled', async t => {
  const cluster = await startCluster(t);
  addPuller(cluster);
  const saidBefore = recordBeforeWrite(cluster, () => running);
  const running: Running = await run(t, ['--port', '0', '--kubeconfig', cluster.kubeconfig]);
  await running.see(/labelled ConfigMaps found there: 1: theirs/);
  await running.see(/The one image is held on the one node/);
  t.true(
    saidBefore().includes(`
  context     embedded
  server      ${cluster.url}
  namespace   team
${cluster.url} is plain HTTP: nothing is encrypted, and no token or password is sent; `),
    saidBefore(),
  );
  running.signal('SIGINT');
  t.is(await running.ended(), 0);
  t.deepEqual(
    cluster.requests.writes().filter(({resource}) => resource === 'configmaps'),
    [],
  );
});

test('SIGTERM lets a write that is under way end, and then it ends', async t => {
  const cluster = await startCluster(t);
  addPuller(cluster);
  const asked = Promise.withResolvers<void>();
  cluster.setIntercept(request => {
    if (!isDaemonSetCreate(request)) return undefined;
    asked.resolve();
    return {delay: 1_500};
  });
  const running = await run(t, ['--port', '0', '--kubeconfig', cluster.kubeconfig]);
  await asked.promise;
  t.deepEqual(findDaemonSets(cluster), []);
  running.signal('SIGTERM');
  const status = await running.ended();
  // The step ends whole: the DaemonSet is written, and its author told.
  t.deepEqual(findDaemonSets(cluster), ['kubernetes-image-puller']);
  t.regex(running.output(), /Applied: DaemonSet kubernetes-image-puller created.*Stopped; [^\n]+\n$/s);
  t.is(status, 0);
  t.is(running.errors(), '');
});

test('a second Ctrl-C exits at once', async t => {
  const cluster = await startCluster(t);
  addPuller(cluster);
  const asked = Promise.withResolvers<void>();
  cluster.setIntercept(request => {
    if (!isDaemonSetCreate(request)) return undefined;
    asked.resolve();
    return {silent: true};
  });
  const running = await run(t, ['--port', '0', '--kubeconfig', cluster.kubeconfig]);
  await asked.promise;
  running.signal('SIGINT');
  await running.see(/Waiting for what is under way to end; Ctrl-C again exits at once/);
  running.signal('SIGINT');
  const again = performance.now();
  t.is(await running.ended(), 130);
  t.true(performance.now() - again < 5_000, 'a request is given up after 8 s');
});

async function startServer(t: ExecutionContext): Promise<{readonly port: number; readonly server: Server}> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  t.teardown(() => server.close());
  return {server, port: address.port};
}

async function writeKubeconfig(t: ExecutionContext, port: number): Promise<string> {
  const path = join(await makeDirectory(t), 'kubeconfig');
  const context = {cluster: 'far', user: 'me', namespace: 'team'};
  await writeFile(
    path,
    dump({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'away',
      contexts: [{name: 'away', context}],
      clusters: [{name: 'far', cluster: {server: `http://127.0.0.1:${port}`}}],
      users: [{name: 'me', user: {}}],
    }),
  );
  return path;
}

test('a cluster at whose address nobody listens is one clear line and status 1', async t => {
  const {server, port} = await startServer(t);
  await new Promise(resolve => server.close(resolve));
  const kubeconfig = await writeKubeconfig(t, port);
  const running = await run(t, ['--kubeconfig', kubeconfig]);
  t.is(await running.ended(), 1);
  const [line, ...more] = running.errors().split('\n');
  t.deepEqual(more, ['']);
  t.regex(line ?? '', new RegExp(`^the cluster away at http://127\\.0\\.0\\.1:${port} can't be read: .*ECONNREFUSED`));
  t.true(line?.endsWith(`see what \`kubectl --kubeconfig ${kubeconfig} get configmaps\` says`), line);
  t.regex(running.output(), /context {5}away\n {2}server {6}http:.*\n {2}namespace {3}team\n/);
});

test('a cluster that takes the connection and never answers is told of within 10 s of the first request', async t => {
  const {server, port} = await startServer(t);
  const connected = once(server, 'connection').then(() => performance.now());
  const running = await run(t, ['--kubeconfig', await writeKubeconfig(t, port)]);
  const began = await connected;
  t.is(await running.ended(), 1);
  t.true(performance.now() - began < 10_000);
  t.regex(running.errors(), /^the cluster away at \S+ can't be read: .*no answer within 8 s; see what .*\n$/);
});

test('Ctrl-C while the cluster does not answer ends it quietly', async t => {
  const {server, port} = await startServer(t);
  const connected = once(server, 'connection');
  const running = await run(t, ['--kubeconfig', await writeKubeconfig(t, port)]);
  await connected;
  running.signal('SIGINT');
  t.is(await running.ended(), 0);
  t.is(running.errors(), '');
});

test('after a while without an answer it goes on, and says so once', async t => {
  const cluster = await startCluster(t);
  addPuller(cluster);
  const running = await run(t, ['--port', '0', '--kubeconfig', cluster.kubeconfig]);
  await running.see(/is held on the one node/);
  let reads = 0;
  cluster.setIntercept(({verb, resource}) => {
    // No step of the puller lists them but for a tick.
    if (verb === 'list' && resource === 'configmaps') reads++;
    return {status: 500};
  });
  await running.see(/the cluster can't be read: .*500/);
  await until(
    () => reads >= 3 || undefined,
    () => `${reads} reads`,
  );
  cluster.setIntercept(undefined);
  await running.see(/the cluster answers again/);
  t.is(running.output().split("the cluster can't be read").length, 2, running.output());
  running.signal('SIGINT');
  t.is(await running.ended(), 0);
});
