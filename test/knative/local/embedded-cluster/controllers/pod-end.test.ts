import type {StoredPod} from '@image-puller/embedded-cluster/controllers';
import test from 'ava';
import {holding, simulate} from './simulation.ts';

test('a container that keeps ending is in CrashLoopBackOff, and its pod Running', async t => {
  const {nodes, createPod, clock, images, store, events} = simulate(t);
  nodes.add('node-1');
  images.set('registry.test/a:1', {exit: {after: 0, code: 1}});
  createPod('a', {nodeName: 'node-1', containers: [{name: 'a', image: 'registry.test/a:1'}]});
  await clock.advance(8_000);
  const pod = store.get<StoredPod>('Pod', 'test', 'a');
  const [status] = pod?.status?.containerStatuses ?? [];
  t.is(pod?.status?.phase, 'Running');
  t.is(status?.restartCount, 1);
  t.regex(
    status?.state?.waiting?.message ?? '',
    /^back-off 9s restarting failed container=a pod=a_test\([0-9a-f-]{36}\)$/,
  );
  t.is(status?.state?.waiting?.reason, 'CrashLoopBackOff');
  t.is(status?.lastState?.terminated?.exitCode, 1);
  t.is(status?.lastState?.terminated?.containerID, status?.containerID);
  t.true(events('a').some(line => line.startsWith('BackOff: Back-off restarting failed container a in pod a_test(')));
  await clock.advance(10_000);
  t.is(store.get<StoredPod>('Pod', 'test', 'a')?.status?.containerStatuses?.[0]?.restartCount, 2);
});

for (const [startFailure, restarts] of [
  ['CreateContainerError', 0],
  ['RunContainerError', 1],
] as const) {
  test(`an image whose containers can't start waits with ${startFailure}`, async t => {
    const {nodes, createPod, clock, images, store} = simulate(t);
    nodes.add('node-1');
    images.set('registry.test/a:1', {startFailure});
    createPod('a', {
      nodeName: 'node-1',
      containers: [{name: 'a', image: 'registry.test/a:1', command: ['/kip/sleep']}],
    });
    await clock.advance(300);
    const status = () => store.get<StoredPod>('Pod', 'test', 'a')?.status?.containerStatuses?.[0];
    t.is(status()?.state?.waiting?.reason, startFailure);
    t.regex(status()?.state?.waiting?.message ?? '', /exec: "\/kip\/sleep": stat \/kip\/sleep: no/);
    await clock.advance(4_000);
    t.is(status()?.restartCount, restarts);
    images.set('registry.test/a:1', {startFailure: undefined});
    await clock.advance(60_000);
    t.true(status()?.ready);
  });
}

test('a pod that runs once ends with its containers, and one past its deadline fails', async t => {
  const {nodes, createPod, clock, images, store} = simulate(t);
  nodes.add('node-1');
  images.set('registry.test/ends:1', {exit: {after: 1_000, code: 0}});
  images.set('registry.test/slow:1', {pullDuration: 100_000});
  const containers = (image: string) => [{name: 'a', image}];
  const once = {nodeName: 'node-1', restartPolicy: 'Never'};
  createPod('ends', {...once, containers: containers('registry.test/ends:1')});
  createPod('lasts', {...once, activeDeadlineSeconds: 5, containers: containers('registry.test/lasts:1')});
  createPod('pulls', {...once, activeDeadlineSeconds: 5, containers: containers('registry.test/slow:1')});
  await clock.advance(10_000);
  const ended = store
    .list<StoredPod>('Pod')
    .map(({metadata, status}) => [metadata.name, status?.phase, status?.reason]);
  t.deepEqual(ended, [
    ['ends', 'Succeeded', undefined],
    ['lasts', 'Failed', 'DeadlineExceeded'],
    ['pulls', 'Failed', 'DeadlineExceeded'],
  ]);
  t.deepEqual(nodes.progress()[0]?.pulling, []);
});

test('a deleted pod gets its grace period, or what its containers need of it', async t => {
  for (const [stopDuration, gone] of [
    [undefined, 30_000],
    [200, 200],
  ] as const) {
    const s = simulate(t, stopDuration === undefined ? {} : {stopDuration});
    s.nodes.add('node-1');
    s.apply(holding('registry.test/a:1'), {
      template: {
        metadata: {labels: {app: 'holder'}},
        spec: {...holding('registry.test/a:1'), terminationGracePeriodSeconds: 30},
      },
    });
    await s.clock.advance(5_000);
    s.nodes.setLabels('node-1', {'kubernetes.io/os': 'linux'});
    const [pod] = s.pods();
    s.nodes.setTaints('node-1', [{key: 'out', effect: 'NoExecute'}]);
    await s.clock.advance(gone - 1);
    t.is(s.pods()[0]?.metadata.deletionGracePeriodSeconds, 30);
    t.true(s.events(pod?.metadata.name ?? '').includes('Killing: Stopping container image-0'));
    await s.clock.advance(1);
    t.deepEqual(s.pods(), []);
  }
});

test('deleting a pod ends its pull, and the next one goes on', async t => {
  const {nodes, createPod, clock, images, store} = simulate(t);
  nodes.add('node-1');
  images.set('registry.test/slow:1', {pullDuration: 1_000_000});
  createPod('a', {nodeName: 'node-1', containers: [{name: 'a', image: 'registry.test/slow:1'}]});
  createPod('b', {nodeName: 'node-1', containers: [{name: 'b', image: 'registry.test/b:1'}]});
  await clock.advance(5_000);
  t.is(store.get<StoredPod>('Pod', 'test', 'b')?.status?.phase, 'Pending');
  store.delete('Pod', 'test', 'a');
  await clock.advance(5_000);
  t.is(store.get<StoredPod>('Pod', 'test', 'b')?.status?.phase, 'Running');
  t.false(images.onNode('node-1').has(images.get('registry.test/slow:1').digest));
});
