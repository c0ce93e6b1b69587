import type {StoredConfigMap} from '@image-puller/embedded-cluster';
import test from 'ava';
import {buildConfigMap, configMapsPath, mergePatch, startClient} from '../client.ts';
import {openWatch, type WatchLine} from './watch-stream.ts';

const brief = ({type, object}: WatchLine): string =>
  [type, object.metadata?.name, JSON.stringify(object.data)].join(' ');

test('a watch without version starts with what is there, and goes on with what happens', async t => {
  const {call, cluster} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('b'));
  await call('POST', configMapsPath, buildConfigMap('a'));
  const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1`);
  await watch.take(2);
  await call('POST', configMapsPath, buildConfigMap('c'));
  await call('PUT', `${configMapsPath}/c`, buildConfigMap('c', {a: '2'}));
  await call('PUT', `${configMapsPath}/c`, buildConfigMap('c', {a: '2'}));
  await call('DELETE', `${configMapsPath}/c`);
  await call('POST', configMapsPath, buildConfigMap('d'));
  t.deepEqual((await watch.take(6)).map(brief), [
    'ADDED a {"a":"1"}',
    'ADDED b {"a":"1"}',
    'ADDED c {"a":"1"}',
    'MODIFIED c {"a":"2"}',
    'DELETED c {"a":"2"}',
    'ADDED d {"a":"1"}',
  ]);
});

test('a watch from a version misses nothing since, and carries whole objects', async t => {
  const {call, cluster} = await startClient(t);
  const created = (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a'))).body;
  await call('DELETE', `${configMapsPath}/a`);
  const watch = await openWatch(
    t,
    `${cluster.url}${configMapsPath}?watch=true&resourceVersion=${created.metadata.resourceVersion}`,
  );
  const {resourceVersion} = cluster.store;
  t.deepEqual(await watch.take(1), [
    {type: 'DELETED', object: {...created, metadata: {...created.metadata, resourceVersion}}},
  ]);
});

test('an object that stops matching the selector leaves as it last was, at the version at which it left', async t => {
  const {call, cluster} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('a'));
  const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1&labelSelector=on%3D1`);
  const label = (on: string | null) =>
    call<StoredConfigMap>('PATCH', `${configMapsPath}/a`, {metadata: {labels: {on}}, data: {on}}, mergePatch);
  await label('1');
  const left = (await label('0')).body.metadata.resourceVersion;
  await label(null);
  await call('POST', configMapsPath, buildConfigMap('b', {}, {labels: {on: '1'}}));
  const lines = await watch.take(3);
  t.deepEqual(lines.map(brief), ['ADDED a {"a":"1","on":"1"}', 'DELETED a {"a":"1","on":"1"}', 'ADDED b ']);
  t.deepEqual([lines[1]?.object.metadata?.labels, lines[1]?.object.metadata?.resourceVersion], [{on: '1'}, left]);
});

test('a watch by name sees that object alone', async t => {
  const {call, cluster} = await startClient(t);
  const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1&fieldSelector=metadata.name%3Db`);
  await call('POST', configMapsPath, buildConfigMap('a'));
  await call('POST', configMapsPath, buildConfigMap('b'));
  t.deepEqual((await watch.take(1)).map(brief), ['ADDED b {"a":"1"}']);
});

test('bookmarks say where the start ends and where the time does', async t => {
  const {call, cluster} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('a'));
  const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1&allowWatchBookmarks=true&timeoutSeconds=1`);
  await watch.ended;
  const {resourceVersion} = cluster.store;
  const bookmark = (annotations: object) => ({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: {resourceVersion, ...annotations},
  });
  t.deepEqual((await watch.take(9)).slice(1), [
    {type: 'BOOKMARK', object: bookmark({annotations: {'k8s.io/initial-events-end': 'true'}})},
    {type: 'BOOKMARK', object: bookmark({})},
  ]);
});

test('a watch ends when its time is over, without a word where bookmarks are not asked for', async t => {
  const {cluster} = await startClient(t);
  const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1&timeoutSeconds=1`);
  await watch.ended;
  t.deepEqual([watch.status, await watch.take(9)], [200, []]);
});

test('a version that is forgotten is told in the stream, which ends', async t => {
  const {call, cluster} = await startClient(t, {logSize: 2});
  await call('POST', configMapsPath, buildConfigMap('a'));
  for (let value = 0; value < 20; value++)
    await call('PUT', `${configMapsPath}/a`, buildConfigMap('a', {value: `${value}`}));
  const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1&resourceVersion=1`);
  await watch.ended;
  const [line, ...more] = await watch.take(9);
  t.deepEqual(
    [line?.type, line?.object.kind, line?.object.code, line?.object.reason, more],
    ['ERROR', 'Status', 410, 'Expired', []],
  );
});

test('a watch of tables says its columns once', async t => {
  const {call, cluster} = await startClient(t);
  const headers = {accept: 'application/json;as=Table;v=v1;g=meta.k8s.io'};
  const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1`, headers);
  await call('POST', configMapsPath, buildConfigMap('a', {x: '1', y: '2'}));
  await call('DELETE', `${configMapsPath}/a`);
  const lines = await watch.take(2);
  t.deepEqual(
    lines.map(({type, object}) => [type, Array.isArray(object.columnDefinitions), object.rows?.[0]?.cells.slice(0, 2)]),
    [
      ['ADDED', true, ['a', 2]],
      ['DELETED', false, ['a', 2]],
    ],
  );
});

test('stop ends open watches', async t => {
  const {cluster} = await startClient(t);
  const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1`);
  const ended = t.throwsAsync(watch.ended);
  await cluster.stop();
  await ended;
});
