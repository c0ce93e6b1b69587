import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';

/** A Kubernetes API that has nothing: lists are empty, names are not found. Enough for a step to find nothing to do. */
interface EmptyApi {
  /** The kubeconfig that leads to it, namespace `rec`. */
  readonly kubeconfig: string;
  /** Method and path of each request, in order. */
  readonly requests: readonly string[];
  close(): void;
}

/** Starts an empty API on a free port; `before` holds back the answer for a path until it resolves. */
export async function serveEmptyApi(
  before: (path: string) => Promise<unknown> = async () => undefined,
): Promise<EmptyApi> {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    request.resume();
    const path = (request.url ?? '').replace(/\?.*/, '');
    requests.push(`${request.method} ${path}`);
    await before(path);
    const isList = /\/(configmaps|daemonsets|pods|nodes|events)$/.test(path);
    response.writeHead(isList ? 200 : 404, {'content-type': 'application/json'});
    response.end(
      JSON.stringify(
        isList
          ? {kind: 'List', apiVersion: 'v1', metadata: {resourceVersion: '1'}, items: []}
          : {kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404},
      ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    kubeconfig: buildKubeconfig(`http://127.0.0.1:${address.port}`),
    requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** An empty API for one test, its kubeconfig in a file; both end with the test. */
export async function startEmptyApi(
  t: ExecutionContext,
  before?: (path: string) => Promise<unknown>,
): Promise<Pick<EmptyApi, 'kubeconfig' | 'requests'>> {
  const {kubeconfig, requests, close} = await serveEmptyApi(before);
  t.teardown(close);
  return {kubeconfig: await writeKubeconfig(t, kubeconfig), requests};
}

/** Writes a kubeconfig into a folder that goes with the test; answers its path. */
export async function writeKubeconfig(t: ExecutionContext, content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-'));
  t.teardown(() => rm(folder, {recursive: true}));
  const path = join(folder, 'kubeconfig');
  await writeFile(path, content);
  return path;
}

/** JSON is YAML. */
export const buildKubeconfig = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{name: 'test', cluster: {server, 'insecure-skip-tls-verify': true}}],
    users: [{name: 'test', user: {token: 'a-token-of-the-test'}}],
    contexts: [{name: 'test', context: {cluster: 'test', user: 'test', namespace: 'rec'}}],
  });
