import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type ClusterAccess, connectCluster, readKubeconfig, warnUnencrypted} from '@image-puller/functions/cluster';
import test, {type ExecutionContext} from 'ava';

/** An API server without TLS, as `kubectl proxy` is one, that keeps what it was sent. */
async function startApi(t: ExecutionContext) {
  const asked: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers);
    response.writeHead(200, {'content-type': 'application/json'});
    response.end('{"kind":"ConfigMapList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close().closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {url: `http://127.0.0.1:${address.port}`, asked};
}

/** What a kubeconfig with this cluster and user says. */
async function read(t: ExecutionContext, cluster: object, user: object = {}): Promise<ClusterAccess> {
  const directory = await mkdtemp(join(tmpdir(), 'plain-http-'));
  t.teardown(() => rm(directory, {recursive: true}));
  const kubeconfig = join(directory, 'kubeconfig');
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'near',
      contexts: [{name: 'near', context: {cluster: 'near', user: 'me', namespace: 'team'}}],
      clusters: [{name: 'near', cluster}],
      users: [{name: 'me', user}],
    }),
  );
  return await readKubeconfig({kubeconfig});
}

for (const [title, cluster] of [
  ['as kubectl takes it', {}],
  ['with TLS switched off by name', {'insecure-skip-tls-verify': true}],
] as const) {
  test(`a server without TLS, ${title}, is spoken to without a token or password, as kubectl does it`, async t => {
    const {url, asked} = await startApi(t);
    for (const user of [{}, {token: 'secret'}, {username: 'me', password: 'secret'}]) {
      const connected = connectCluster(await read(t, {server: url, ...cluster}, user));
      t.deepEqual(await connected.listConfigMaps(), []);
      connected.close();
    }
    t.is(asked.length, 3);
    t.false(JSON.stringify(asked).includes('uthorization'));
    t.false(JSON.stringify(asked).includes('secret'));
  });
}

test('a server with TLS is told who asks', async t => {
  const access = await read(t, {server: 'https://127.0.0.1:6443'}, {token: 'secret'});
  t.deepEqual((await access.authenticate?.())?.headers, {Authorization: 'Bearer secret'});
});

test('that nothing is encrypted is told of plain HTTP alone', t => {
  t.is(warnUnencrypted({server: 'https://10.0.0.1'}), undefined);
  for (const server of ['http://10.0.0.1:8001', 'HTTP://host']) {
    t.is(
      warnUnencrypted({server}),
      `${server} is plain HTTP: nothing is encrypted, and no token or password is sent; whoever is on the way can read and change it`,
    );
  }
});
