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
  startClient,
  strategicPatch,
} from '../client.ts';

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
