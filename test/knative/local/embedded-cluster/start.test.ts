import {access, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {startEmbeddedCluster} from '@image-puller/embedded-cluster';
import test from 'ava';
import {load} from 'js-yaml';
import {startClient} from './client.ts';

test('the kubeconfig is for its owner alone, and what it was written into is gone after stop', async t => {
  const cluster = await startEmbeddedCluster();
  t.is((await stat(cluster.kubeconfig)).mode & 0o777, 0o600);
  await cluster.stop();
  await t.throwsAsync(access(dirname(cluster.kubeconfig)));
  await t.throwsAsync(fetch(`${cluster.url}/version`));
});

test('the kubeconfig goes into the directory asked for, which stays', async t => {
  const directory = await mkdtemp(join(tmpdir(), 'embedded-cluster-test-'));
  t.teardown(() => rm(directory, {recursive: true}));
  // Of an earlier run that was killed.
  await writeFile(join(directory, 'kubeconfig'), 'old', {mode: 0o644});
  const cluster = await startEmbeddedCluster({directory, namespace: 'puller'});
  t.is((await stat(cluster.kubeconfig)).mode & 0o777, 0o600);
  t.deepEqual([cluster.kubeconfig, await readdir(directory)], [join(directory, 'kubeconfig'), ['kubeconfig']]);
  await cluster.stop();
  t.deepEqual(await readdir(directory), []);
});

test('the kubeconfig names the server, the namespace, and no secret', async t => {
  const {cluster} = await startClient(t, {namespace: 'puller'});
  t.deepEqual(load(await readFile(cluster.kubeconfig, 'utf8')), {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'embedded',
    clusters: [{name: 'embedded', cluster: {server: cluster.url, 'insecure-skip-tls-verify': true}}],
    users: [{name: 'embedded', user: {}}],
    contexts: [{name: 'embedded', context: {cluster: 'embedded', user: 'embedded', namespace: 'puller'}}],
  });
});

test('default and one more namespace exist', async t => {
  const {cluster} = await startClient(t, {namespace: 'puller'});
  t.deepEqual(
    cluster.store.list('Namespace').map(each => each.metadata.name),
    ['default', 'puller'],
  );
});

test('a port that is taken is told', async t => {
  const {cluster} = await startClient(t);
  await t.throwsAsync(startEmbeddedCluster({port: Number(new URL(cluster.url).port)}), {code: 'EADDRINUSE'});
});

test('a directory that cannot be written is told, and nothing is left running', async t => {
  const directory = join(await mkdtemp(join(tmpdir(), 'embedded-cluster-test-')), 'file');
  t.teardown(() => rm(dirname(directory), {recursive: true}));
  await writeFile(directory, '');
  const {cluster} = await startClient(t);
  await cluster.stop();
  const port = Number(new URL(cluster.url).port);
  await t.throwsAsync(startEmbeddedCluster({directory, port}), {code: 'EEXIST'});
  await t.throwsAsync(fetch(`${cluster.url}/version`));
});
