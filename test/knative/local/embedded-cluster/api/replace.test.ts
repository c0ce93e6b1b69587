import type {StoredConfigMap, StoredDaemonSet} from '@image-puller/embedded-cluster';
import test from 'ava';
import {
  buildConfigMap,
  buildDaemonSet,
  configMapsPath,
  daemonSetsPath,
  failure,
  frozenClock,
  startClient,
} from '../client.ts';

const conflict = failure(
  409,
  'Conflict',
  'Operation cannot be fulfilled on daemonsets.apps "d": the object has been modified; please apply your changes to the latest version and try again',
  {name: 'd', group: 'apps', kind: 'daemonsets'},
);

test('a PUT that changes nothing keeps version and generation, also without the defaults and the annotation of the server', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const object = buildDaemonSet('d', {}, {resources: {limits: {cpu: '.2', memory: '0.5Gi'}}});
  const created = (await call<StoredDaemonSet>('POST', daemonSetsPath, object)).body;
  const {status, body} = await call<StoredDaemonSet>('PUT', `${daemonSetsPath}/d`, object);
  t.deepEqual([status, body], [200, created]);
});

test('generation counts spec, the template generation the template, and neither labels', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const put = async (object: object) => {
    const {metadata} = (await call<StoredDaemonSet>('PUT', `${daemonSetsPath}/d`, object)).body;
    return [metadata.generation, metadata.annotations?.['deprecated.daemonset.template.generation']];
  };
  const object = buildDaemonSet('d');
  await call('POST', daemonSetsPath, object);
  t.deepEqual(await put({...object, metadata: {name: 'd', labels: {x: 'y'}}}), [1, '1']);
  t.deepEqual(await put({...object, spec: {...object.spec, minReadySeconds: 1}}), [2, '1']);
  t.deepEqual(await put(buildDaemonSet('d', {}, {image: 'registry.test/a:2'})), [3, '2']);
});

test('a dry run answers the generation that would be, and changes nothing', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', daemonSetsPath, buildDaemonSet('d'));
  const before = (await call<StoredDaemonSet>('GET', `${daemonSetsPath}/d`)).body;
  const path = `${daemonSetsPath}/d?dryRun=All`;
  t.is((await call<StoredDaemonSet>('PUT', path, buildDaemonSet('d'))).body.metadata.generation, 1);
  const changed = await call<StoredDaemonSet>('PUT', path, buildDaemonSet('d', {hostNetwork: true}));
  t.deepEqual(
    [changed.body.metadata.generation, changed.body.metadata.resourceVersion],
    [2, before.metadata.resourceVersion],
  );
  t.deepEqual((await call('GET', `${daemonSetsPath}/d`)).body, before);
});

test('a stale version conflicts, the current one does not, and none is unconditional', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const {metadata} = (await call<StoredDaemonSet>('POST', daemonSetsPath, buildDaemonSet('d'))).body;
  const put = (resourceVersion: string | undefined, minReadySeconds: number) => {
    const object = buildDaemonSet('d');
    return call<StoredDaemonSet>('PUT', `${daemonSetsPath}/d`, {
      ...object,
      metadata: {name: 'd', resourceVersion},
      spec: {...object.spec, minReadySeconds},
    });
  };
  const current = (await call<StoredDaemonSet>('GET', `${daemonSetsPath}/d`)).body.metadata.resourceVersion;
  t.is((await put(current, 1)).status, 200);
  const stale = await put(metadata.resourceVersion, 2);
  t.deepEqual([stale.status, stale.body], [409, conflict]);
  t.is((await put(undefined, 3)).status, 200);
  t.is((await put('0', 4)).status, 200);
});

test('another uid is a conflict: the object was made anew', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', configMapsPath, buildConfigMap('a'));
  const {status} = await call('PUT', `${configMapsPath}/a`, buildConfigMap('a', {a: '2'}, {uid: 'x'}));
  t.is(status, 409);
});

test('PUT creates nothing, and the name has to be the one of the path', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const {body} = await call('PUT', `${configMapsPath}/a`, buildConfigMap('a'));
  t.deepEqual(body, failure(404, 'NotFound', 'configmaps "a" not found', {name: 'a', kind: 'configmaps'}));
  const other = await call('PUT', `${configMapsPath}/a`, buildConfigMap('b'));
  t.deepEqual(
    other.body,
    failure(400, 'BadRequest', 'the name of the object (b) does not match the name on the URL (a)'),
  );
});

test('a selector and an immutable ConfigMap cannot be changed', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', daemonSetsPath, buildDaemonSet('d'));
  const labels = {app: 'e'};
  const changed = {
    selector: {matchLabels: labels},
    template: {...buildDaemonSet('d').spec?.template, metadata: {labels}},
  };
  const {status, body} = await call('PUT', `${daemonSetsPath}/d`, {...buildDaemonSet('d'), spec: changed});
  const message = 'Invalid value: {"matchLabels":{"app":"e"}}: field is immutable';
  t.deepEqual(
    [status, body],
    [
      422,
      failure(422, 'Invalid', `DaemonSet.apps "d" is invalid: spec.selector: ${message}`, {
        name: 'd',
        group: 'apps',
        kind: 'DaemonSet',
        causes: [{reason: 'FieldValueInvalid', message, field: 'spec.selector'}],
      }),
    ],
  );
  await call('POST', configMapsPath, {...buildConfigMap('a'), immutable: true});
  t.is((await call('PUT', `${configMapsPath}/a`, {...buildConfigMap('a', {a: '2'}), immutable: true})).status, 422);
});

test('the status is written through /status alone, and the spec not through it', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', daemonSetsPath, buildDaemonSet('d'));
  const status = {currentNumberScheduled: 1, numberMisscheduled: 2, desiredNumberScheduled: 3, numberReady: 4};
  const main = await call<StoredDaemonSet>('PUT', `${daemonSetsPath}/d`, {...buildDaemonSet('d'), status});
  t.is(main.body.status?.numberReady, 0);
  const {body} = await call<StoredDaemonSet>('PUT', `${daemonSetsPath}/d/status`, {
    ...buildDaemonSet('d', {hostNetwork: true}),
    status,
  });
  t.deepEqual([body.status, body.spec?.template.spec?.hostNetwork, body.metadata.generation], [status, undefined, 1]);
  t.deepEqual((await call<StoredConfigMap>('GET', `${daemonSetsPath}/d/status`)).status, 200);
});

test('an amount written in another format is a write, and no change of the spec', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const put = async (memory: string, cpu: string) => {
    const object = buildDaemonSet('d', {}, {resources: {limits: {memory, cpu}}});
    const {metadata, spec} = (await call<StoredDaemonSet>('PUT', `${daemonSetsPath}/d`, object)).body;
    return [metadata.generation, spec?.template.spec?.containers[0]?.resources?.limits];
  };
  await call('POST', daemonSetsPath, buildDaemonSet('d', {}, {resources: {limits: {memory: '512Mi', cpu: '200m'}}}));
  t.deepEqual(await put('536870912', '2e-1'), [1, {cpu: '200e-3', memory: '536870912'}]);
  t.deepEqual(await put('513Mi', '200m'), [2, {cpu: '200m', memory: '513Mi'}]);
});
