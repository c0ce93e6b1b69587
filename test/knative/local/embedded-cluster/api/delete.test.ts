import type {StoredConfigMap, StoredPod} from '@image-puller/embedded-cluster';
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

test('a deleted object is answered by a Status with its uid', async t => {
  const {call} = await startClient(t);
  const {metadata} = (await call<StoredConfigMap>('POST', daemonSetsPath, buildDaemonSet('d'))).body;
  const {status, body} = await call('DELETE', `${daemonSetsPath}/d`);
  t.deepEqual(
    [status, body],
    [
      200,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: {name: 'd', group: 'apps', kind: 'daemonsets', uid: metadata.uid},
      },
    ],
  );
  t.is((await call('GET', `${daemonSetsPath}/d`)).status, 404);
  t.is((await call('DELETE', `${daemonSetsPath}/d`)).status, 404);
});

test('preconditions that do not hold are conflicts', async t => {
  const {call} = await startClient(t);
  const {metadata} = (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a'))).body;
  const remove = (preconditions: object) => call<Status>('DELETE', `${configMapsPath}/a`, {preconditions});
  const uid = await remove({uid: 'x'});
  t.deepEqual(
    [uid.status, uid.body.message, uid.body.details],
    [
      409,
      `Operation cannot be fulfilled on ConfigMap "a": the UID in the precondition (x) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
      {name: 'a', kind: 'ConfigMap'},
    ],
  );
  const version = await remove({uid: metadata.uid, resourceVersion: '1'});
  t.deepEqual(
    [version.status, version.body.message],
    [
      409,
      `Operation cannot be fulfilled on ConfigMap "a": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    ],
  );
  t.is((await remove({uid: metadata.uid, resourceVersion: metadata.resourceVersion})).status, 200);
});

test('a dry run deletes nothing', async t => {
  const {call} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('a'));
  t.is((await call('DELETE', `${configMapsPath}/a?dryRun=All`)).status, 200);
  t.is((await call('DELETE', `${configMapsPath}/a`, {dryRun: ['All']})).status, 200);
  t.is((await call('GET', `${configMapsPath}/a`)).status, 200);
});

test('an object with a finalizer waits for it', async t => {
  const {call} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('a', {}, {finalizers: ['x.test/f']}));
  const {status, body} = await call<StoredConfigMap>('DELETE', `${configMapsPath}/a`);
  t.deepEqual([status, body.kind, typeof body.metadata.deletionTimestamp], [200, 'ConfigMap', 'string']);
  const more = await call(
    'PATCH',
    `${configMapsPath}/a`,
    {metadata: {finalizers: ['x.test/f', 'x.test/g']}},
    mergePatch,
  );
  t.is(more.status, 422);
  t.is((await call('PATCH', `${configMapsPath}/a`, {metadata: {finalizers: null}}, mergePatch)).status, 200);
  t.is((await call('GET', `${configMapsPath}/a`)).status, 404);
});

test('a pod on a node is ended by its node, one on none at once', async t => {
  const {call, cluster} = await startClient(t, {clock: frozenClock});
  cluster.nodes.add('n');
  const pods = '/api/v1/namespaces/default/pods';
  const pod = (name: string, spec: object) => ({
    metadata: {name},
    spec: {containers: [{name: 'c', image: 'i'}], terminationGracePeriodSeconds: 7, ...spec},
  });
  await call('POST', pods, pod('bound', {nodeName: 'n'}));
  const {body} = await call<StoredPod>('DELETE', `${pods}/bound`);
  t.deepEqual([body.kind, body.metadata.deletionGracePeriodSeconds], ['Pod', 7]);
  const shorter = await call<StoredPod>('DELETE', `${pods}/bound`, {gracePeriodSeconds: 3});
  t.is(shorter.body.metadata.deletionGracePeriodSeconds, 3);
  const longer = await call<StoredPod>('DELETE', `${pods}/bound`, {gracePeriodSeconds: 9});
  t.is(longer.body.metadata.deletionGracePeriodSeconds, 3);
  t.is((await call('DELETE', `${pods}/bound?gracePeriodSeconds=0`)).status, 200);
  t.is((await call('GET', `${pods}/bound`)).status, 404);
  await call('POST', pods, pod('pending', {schedulingGates: [{name: 'x.test/wait'}]}));
  await call('DELETE', `${pods}/pending`);
  t.is((await call('GET', `${pods}/pending`)).status, 404);
});

test('a collection is deleted as its selector says', async t => {
  const {call} = await startClient(t);
  for (const name of ['a', 'b', 'c'])
    await call('POST', configMapsPath, buildConfigMap(name, {}, {labels: {x: name === 'b' ? '2' : '1'}}));
  const {status, body} = await call<{items: StoredConfigMap[]}>('DELETE', `${configMapsPath}?labelSelector=x%3D1`);
  t.deepEqual([status, body.items.map(each => each.metadata.name)], [200, ['a', 'c']]);
  const left = await call<{items: StoredConfigMap[]}>('GET', configMapsPath);
  t.deepEqual(
    left.body.items.map(each => each.metadata.name),
    ['b'],
  );
});

test('a namespace goes with all that is in it, and default stays', async t => {
  const {call, cluster} = await startClient(t, {namespace: 'puller'});
  await call('POST', '/api/v1/namespaces/puller/configmaps', buildConfigMap('a'));
  t.is((await call('DELETE', '/api/v1/namespaces/puller')).status, 200);
  t.deepEqual(
    [cluster.store.list('ConfigMap').length, cluster.store.list('Namespace').map(each => each.metadata.name)],
    [0, ['default']],
  );
  t.is((await call('DELETE', '/api/v1/namespaces/default')).status, 403);
});
