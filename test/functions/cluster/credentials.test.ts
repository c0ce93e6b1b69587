import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {connectCluster} from '@image-puller/functions/cluster';
import test from 'ava';
import {until} from '../../support/until.ts';
import {readAccess, startApi} from './near.ts';

test('each request is let in by the credentials of its own moment, and so is a watch', async t => {
  const {url, asked} = await startApi(t);
  let turn = 0;
  const cluster = connectCluster({
    server: url,
    namespace: 'puller',
    contextName: 'test',
    authenticate: async () => ({headers: {authorization: `Bearer ${++turn}`}}),
  });
  t.teardown(() => cluster.close());

  await cluster.listConfigMaps();
  await cluster.listConfigMaps();
  await cluster.within(AbortSignal.timeout(10_000)).listConfigMaps();
  const ending = new AbortController();
  const watching = cluster.watch('configMaps', () => undefined, {signal: ending.signal, onFailure: () => undefined});
  await until(
    () => asked.length >= 5,
    () => asked,
  );
  ending.abort();
  await watching;
  t.deepEqual(
    asked.slice(0, 5).map(({authorization}) => authorization),
    ['Bearer 1', 'Bearer 2', 'Bearer 3', 'Bearer 4', 'Bearer 5'],
  );
});

test('a token that has run out is asked for anew, as the kubeconfig says', async t => {
  const directory = await mkdtemp(join(tmpdir(), 'credentials-'));
  t.teardown(() => rm(directory, {recursive: true}));
  const credential = join(directory, 'credential');
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-p', `require('node:fs').readFileSync(${JSON.stringify(credential)}, 'utf8')`],
    interactiveMode: 'Never',
  };
  const {authenticate} = await readAccess(t, {server: 'https://127.0.0.1:6443'}, {exec});
  for (const token of ['first', 'second']) {
    const status = {token, expirationTimestamp: '2000-01-01T00:00:00Z'};
    await writeFile(credential, JSON.stringify({apiVersion: exec.apiVersion, kind: 'ExecCredential', status}));
    t.deepEqual((await authenticate?.())?.headers, {Authorization: `Bearer ${token}`});
  }
});
