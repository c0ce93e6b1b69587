import {type StoredConfigMap, startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {connectCluster} from '@image-puller/functions';
import {type ConfigMapManifest, writeConfigMap} from '@image-puller/knative/local/start';
import test, {type ExecutionContext} from 'ava';

async function start(t: ExecutionContext) {
  const cluster = await startEmbeddedCluster();
  t.teardown(() => cluster.stop());
  const door = connectCluster(cluster.access);
  t.teardown(() => door.close());
  const write = (manifest: ConfigMapManifest) => writeConfigMap(manifest, door);
  const read = () => cluster.store.get<StoredConfigMap>('ConfigMap', 'default', 'x');
  return {cluster, write, read};
}

const manifest = (data: Record<string, string>, more: Partial<ConfigMapManifest> = {}): ConfigMapManifest => ({
  name: 'x',
  namespace: undefined,
  labels: {ours: '1'},
  annotations: {},
  data,
  binaryData: {},
  ...more,
});

test('a ConfigMap is created, replaced, and left alone where it says the same', async t => {
  const {cluster, write, read} = await start(t);
  t.deepEqual(await write(manifest({A: '1', B: '1'})), {did: 'created'});
  t.deepEqual(await write(manifest({A: '2'})), {did: 'replaced'});
  t.deepEqual([read()?.data, read()?.metadata.labels], [{A: '2'}, {ours: '1'}]);
  cluster.requests.clear();
  t.deepEqual(await write(manifest({A: '2'})), {did: 'unchanged'});
  t.deepEqual(cluster.requests.counts(), {'get configmaps': 1});
});

test('labels and annotations of others stay, and so does its identity', async t => {
  const {cluster, write, read} = await start(t);
  const theirs = {'app.kubernetes.io/managed-by': 'Helm'};
  const before = cluster.store.create<StoredConfigMap>({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {name: 'x', namespace: 'default', labels: theirs, annotations: {'meta.helm.sh/release-name': 'r'}},
    data: {OLD: '1'},
  });
  t.deepEqual(await write(manifest({A: '1'})), {did: 'replaced'});
  const {metadata, data} = read() ?? {};
  t.deepEqual(
    [metadata?.uid, metadata?.labels, metadata?.annotations, data],
    [before.metadata.uid, {...theirs, ours: '1'}, {'meta.helm.sh/release-name': 'r'}, {A: '1'}],
  );
});

test('a write that someone was faster with is done again on top of theirs', async t => {
  const {cluster, write, read} = await start(t);
  await write(manifest({A: '1'}));
  let edits = 0;
  cluster.setIntercept(({verb}) => {
    const there = read();
    if (verb === 'update' && edits++ < 2 && there !== undefined) {
      cluster.store.update({
        ...there,
        metadata: {...there.metadata, labels: {...there.metadata.labels, theirs: `${edits}`}},
      });
    }
    return undefined;
  });
  t.deepEqual(await write(manifest({A: '2'})), {did: 'replaced'});
  t.deepEqual([read()?.data, read()?.metadata.labels], [{A: '2'}, {ours: '1', theirs: '2'}]);
});

test('what the API server refuses is told in its own words', async t => {
  const {cluster, write} = await start(t);
  const refused = await write(manifest({'no key': '1'}));
  t.true(
    'because' in refused &&
      /^POST namespaces\/default\/configmaps: 422 ConfigMap "x" is invalid: .*no key/.test(refused.because),
  );
  cluster.setIntercept(() => ({status: 503}));
  const ill = await write(manifest({A: '1'}));
  t.true('because' in ill && /^GET namespaces\/default\/configmaps\/x: 503 /.test(ill.because));
});

test('an API server that is away is told with the reason', async t => {
  const {cluster, write} = await start(t);
  await cluster.stop();
  const away = await write(manifest({A: '1'}));
  t.true(
    'because' in away &&
      /^GET namespaces\/default\/configmaps\/x at http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/.test(away.because),
    JSON.stringify(away),
  );
});
