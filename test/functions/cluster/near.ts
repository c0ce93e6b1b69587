import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type ClusterAccess, readKubeconfig} from '@image-puller/functions/cluster';
import type {ExecutionContext} from 'ava';

/** An API server without TLS, as `kubectl proxy` is one, that keeps what it was sent. */
export async function startApi(t: ExecutionContext) {
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
export async function readAccess(t: ExecutionContext, cluster: object, user: object = {}): Promise<ClusterAccess> {
  const directory = await mkdtemp(join(tmpdir(), 'near-'));
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
