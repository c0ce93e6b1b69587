import type {StoredConfigMap, StoredDaemonSet} from '@image-puller/embedded-cluster';
import test from 'ava';
import type {Status} from 'kubernetes-types/meta/v1';
import {
  buildConfigMap,
  buildDaemonSet,
  configMapsPath,
  daemonSetsPath,
  frozenClock,
  mergePatch,
  startClient,
} from '../client.ts';

test('a merge patch sets, and null removes', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', configMapsPath, buildConfigMap('a', {a: '1', b: '2'}, {labels: {x: 'y'}}));
  const patch = {metadata: {labels: {x: null, z: '1'}}, data: {b: null, c: '3'}};
  const {status, body} = await call<StoredConfigMap>('PATCH', `${configMapsPath}/a`, patch, mergePatch);
  t.deepEqual([status, body.metadata.labels, body.data], [200, {z: '1'}, {a: '1', c: '3'}]);
});

test('a patch that changes nothing keeps the version', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const {metadata} = (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a'))).body;
  const {body} = await call<StoredConfigMap>('PATCH', `${configMapsPath}/a`, {data: {a: '1'}}, mergePatch);
  t.is(body.metadata.resourceVersion, metadata.resourceVersion);
});

test('a dry run of a patch changes nothing', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const created = (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a'))).body;
  const {body} = await call<StoredConfigMap>('PATCH', `${configMapsPath}/a?dryRun=All`, {data: {a: '2'}}, mergePatch);
  t.deepEqual(body.data, {a: '2'});
  t.deepEqual((await call('GET', `${configMapsPath}/a`)).body, created);
});

test('a patch may name the version or the uid it is meant for', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const {metadata} = (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a'))).body;
  const patch = (meta: object) =>
    call<Status>('PATCH', `${configMapsPath}/a`, {metadata: meta, data: {b: '2'}}, mergePatch);
  const stale = await patch({resourceVersion: '1'});
  t.deepEqual([stale.status, stale.body.reason], [409, 'Conflict']);
  const other = await patch({uid: '11111111-1111-1111-1111-111111111111'});
  const message =
    'ConfigMap "a" is invalid: metadata.uid: Invalid value: "11111111-1111-1111-1111-111111111111": field is immutable';
  t.deepEqual([other.status, other.body.message], [422, message]);
  t.is((await patch({uid: metadata.uid, resourceVersion: metadata.resourceVersion})).status, 200);
});

test('a merge patch replaces the containers', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', daemonSetsPath, buildDaemonSet('d'));
  const patch = {spec: {template: {spec: {containers: [{name: 'x', image: 'x:1'}]}}}};
  const {body} = await call<StoredDaemonSet>('PATCH', `${daemonSetsPath}/d`, patch, mergePatch);
  t.deepEqual(
    body.spec?.template.spec?.containers.map(each => each.name),
    ['x'],
  );
});

test('a patch that is none is a bad request, and its result is checked like any object', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', configMapsPath, buildConfigMap('a'));
  const patch = (body: unknown) => call<Status>('PATCH', `${configMapsPath}/a`, body, mergePatch);
  t.is((await patch('{')).status, 400);
  t.is((await patch([])).status, 400);
  t.is((await patch({metadata: {name: 'b'}})).status, 400);
  t.is((await patch({metadata: {labels: {a: 'b c'}}})).status, 422);
  t.is((await patch({data: {a: 1}})).status, 422);
});
