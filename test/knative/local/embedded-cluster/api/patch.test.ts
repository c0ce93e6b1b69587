import type {StoredConfigMap, StoredDaemonSet} from '@image-puller/embedded-cluster';
import test from 'ava';
import type {Status} from 'kubernetes-types/meta/v1';
import {
  buildConfigMap,
  buildDaemonSet,
  configMapsPath,
  daemonSetsPath,
  frozenClock,
  jsonPatch,
  mergePatch,
  startClient,
  strategicPatch,
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

test('a strategic merge patch merges containers by name, in the order kubectl asks for', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call(
    'POST',
    daemonSetsPath,
    buildDaemonSet('d', {containers: ['a', 'b', 'c'].map(name => ({name, image: name}))}),
  );
  const patch = {
    spec: {
      template: {
        spec: {
          '$setElementOrder/containers': [{name: 'c'}, {name: 'a'}, {name: 'd'}],
          containers: [
            {name: 'd', image: 'd'},
            {name: 'a', image: 'a:2'},
            {name: 'b', $patch: 'delete'},
          ],
        },
      },
    },
  };
  const {status, body} = await call<StoredDaemonSet>('PATCH', `${daemonSetsPath}/d`, patch, strategicPatch);
  t.is(status, 200);
  const images = body.spec?.template.spec?.containers.map(({name, image}) => `${name}=${image}`);
  t.deepEqual(images, ['c=c', 'a=a:2', 'd=d']);
});

test('a strategic merge patch replaces tolerations as a whole, and $patch: replace a map', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call(
    'POST',
    daemonSetsPath,
    buildDaemonSet('d', {tolerations: [{key: 'a', operator: 'Exists'}], nodeSelector: {a: 'b'}}),
  );
  const spec = {tolerations: [{key: 'b', operator: 'Exists'}], nodeSelector: {$patch: 'replace', c: 'd'}};
  const {body} = await call<StoredDaemonSet>(
    'PATCH',
    `${daemonSetsPath}/d`,
    {spec: {template: {spec}}},
    strategicPatch,
  );
  const found = body.spec?.template.spec;
  t.deepEqual([found?.tolerations, found?.nodeSelector], [[{key: 'b', operator: 'Exists'}], {c: 'd'}]);
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

test('a JSON patch is applied as a whole or not at all', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', configMapsPath, buildConfigMap('a', {a: '1', b: '2'}));
  const patch = (operations: unknown) =>
    call<StoredConfigMap & Status>('PATCH', `${configMapsPath}/a`, operations, jsonPatch);
  const good = await patch([
    {op: 'test', path: '/data/a', value: '1'},
    {op: 'move', from: '/data/a', path: '/data/c'},
    {op: 'remove', path: '/data/b'},
    {op: 'add', path: '/metadata/labels', value: {'x.test/y': 'z'}},
    {op: 'copy', from: '/metadata/labels/x.test~1y', path: '/data/d'},
    {op: 'replace', path: '/data/d', value: 'e'},
  ]);
  t.deepEqual([good.status, good.body.data, good.body.metadata.labels], [200, {c: '1', d: 'e'}, {'x.test/y': 'z'}]);
  const wrong = [
    [{op: 'test', path: '/data/c', value: '2'}],
    [
      {op: 'add', path: '/data/z', value: '1'},
      {op: 'remove', path: '/data/nope'},
    ],
    [{op: 'nope', path: '/data/c'}],
  ];
  for (const operations of wrong) {
    const {status, body} = await patch(operations);
    t.is(status, 422);
    t.regex(body.message ?? '', /^the server rejected our request due to an error in our request/);
  }
  t.deepEqual((await call<StoredConfigMap>('GET', `${configMapsPath}/a`)).body.data, {c: '1', d: 'e'});
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
