import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {copyOfSample, makeDirectory, type Running, run} from './command.ts';
import {findDaemonSets, recordBeforeWrite, startCluster} from './other-cluster.ts';

test('--kubeconfig names the cluster before anything is written, applies the FILE there, and leaves it there', async t => {
  const cluster = await startCluster(t);
  const saidBefore = recordBeforeWrite(cluster, () => running);
  const running: Running = await run(t, ['--port', '0', '--kubeconfig', cluster.kubeconfig, await copyOfSample(t)]);
  await running.see(/All 4 images are held on the one node/);
  t.true(
    saidBefore().includes(`
  context     embedded
  server      ${cluster.url}
  namespace   team
`),
    saidBefore(),
  );
  running.signal('SIGINT');
  t.is(await running.ended(), 0);
  t.regex(running.output(), /Stopped; ConfigMaps and DaemonSets stay in the cluster\n$/);
  t.deepEqual(findDaemonSets(cluster), ['kubernetes-image-puller']);
  t.deepEqual(
    cluster.store.list('ConfigMap').map(({metadata}) => `${metadata.namespace}/${metadata.name}`),
    ['team/images'],
  );
});

test("a FILE for another namespace than the context's is refused, and nothing is written", async t => {
  const cluster = await startCluster(t);
  const file = join(await makeDirectory(t), 'other.yaml');
  await writeFile(
    file,
    'kind: ConfigMap\nmetadata: {name: images, namespace: other}\ndata: {IMAGES: a=r.example/a:1}\n',
  );
  const running = await run(t, ['--port', '0', '--kubeconfig', cluster.kubeconfig, file]);
  t.is(await running.ended(), 1);
  t.is(
    running.errors(),
    `${file}: ConfigMap images is for the namespace other; this runs in the namespace team: choose another --context, or change metadata.namespace\n`,
  );
  t.deepEqual(cluster.requests.writes(), []);
});
