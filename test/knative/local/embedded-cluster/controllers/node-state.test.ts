import type {StoredNode, StoredPod} from '@image-puller/embedded-cluster/controllers';
import test from 'ava';
import {holding, simulate} from './simulation.ts';

const isReady = ({status}: StoredPod): boolean =>
  status?.conditions?.some(({type, status: state}) => type === 'Ready' && state === 'True') ?? false;

test('a node registers as a kubelet registers it', async t => {
  const {nodes, store} = simulate(t);
  nodes.add('node-1', {arch: 'arm64', labels: {disk: 'ssd'}, allocatable: {cpu: '2', memory: '4Gi', pods: '20'}});
  const node = store.get<StoredNode>('Node', undefined, 'node-1');
  t.deepEqual(node?.metadata.labels, {
    'beta.kubernetes.io/arch': 'arm64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'arm64',
    'kubernetes.io/hostname': 'node-1',
    'kubernetes.io/os': 'linux',
    disk: 'ssd',
  });
  t.is(node?.status?.nodeInfo?.architecture, 'arm64');
  t.deepEqual(node?.status?.allocatable, {cpu: '2', memory: '4Gi', pods: '20', 'ephemeral-storage': '100Gi'});
  t.deepEqual(
    node?.status?.conditions?.map(({type, status, reason}) => [type, status, reason]),
    [
      ['MemoryPressure', 'False', 'KubeletHasSufficientMemory'],
      ['DiskPressure', 'False', 'KubeletHasNoDiskPressure'],
      ['PIDPressure', 'False', 'KubeletHasSufficientPID'],
      ['Ready', 'True', 'KubeletReady'],
    ],
  );
});

test('cordoning a node taints it, uncordoning takes the taint off, and taints of others stay', async t => {
  const {nodes, store, clock} = simulate(t);
  const taints = () => store.get<StoredNode>('Node', undefined, 'node-1')?.spec?.taints;
  nodes.add('node-1', {taints: [{key: 'only', value: 'gpu', effect: 'NoSchedule'}]});
  nodes.setUnschedulable('node-1', true);
  await clock.advance(0);
  t.deepEqual(taints(), [
    {key: 'only', value: 'gpu', effect: 'NoSchedule'},
    {key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-01-01T00:00:00Z'},
  ]);
  nodes.setUnschedulable('node-1', false);
  await clock.advance(0);
  t.deepEqual(taints(), [{key: 'only', value: 'gpu', effect: 'NoSchedule'}]);
});

test('the pods of a node that is off the network stay, not Ready, and are Ready again when it is back', async t => {
  const {nodes, apply, clock, pods, store, daemonSet} = simulate(t);
  nodes.add('node-1');
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  const [before] = pods();
  nodes.setReady('node-1', false);
  await clock.advance(60_000);
  t.deepEqual(
    store.get<StoredNode>('Node', undefined, 'node-1')?.spec?.taints?.map(({key, effect}) => `${key}:${effect}`),
    ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute'],
  );
  t.deepEqual(
    pods().map(pod => [pod.metadata.uid, isReady(pod)]),
    [[before?.metadata.uid, false]],
  );
  // NoSchedule is not tolerated: nobody would make a pod there now, but the one that is there may stay.
  t.is(daemonSet().status?.numberMisscheduled, 1);
  nodes.setReady('node-1', true);
  await clock.advance(5_000);
  t.deepEqual(
    pods().map(pod => [pod.metadata.uid, isReady(pod)]),
    [[before?.metadata.uid, true]],
  );
  t.is(daemonSet().status?.numberReady, 1);
});

test('a node off the network ends no pod and pulls nothing; back again, it does both', async t => {
  const {nodes, apply, clock, pods, images} = simulate(t);
  nodes.add('node-1');
  images.set('registry.test/a:1', {pullDuration: 10_000});
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  t.is(nodes.progress()[0]?.pulling.length, 1);
  nodes.setReady('node-1', false);
  await clock.advance(60_000);
  const held = images.onNode('node-1').list();
  t.is(held.length, 1);
  t.deepEqual(nodes.progress(), [{node: 'node-1', arch: 'amd64', ready: false, pulling: [], images: held}]);
  nodes.setTaints('node-1', [{key: 'out', effect: 'NoExecute'}]);
  await clock.advance(60_000);
  t.truthy(pods()[0]?.metadata.deletionTimestamp);
  nodes.setReady('node-1', true);
  await clock.advance(5_000);
  t.deepEqual(pods(), []);
  nodes.setTaints('node-1', []);
  await clock.advance(20_000);
  t.deepEqual(pods().map(isReady), [true]);
});

test('a container that ends after its node is back is noticed', async t => {
  const {nodes, apply, clock, pods, images} = simulate(t);
  nodes.add('node-1');
  images.set('registry.test/a:1', {exit: {after: 20_000, code: 1}});
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  nodes.setReady('node-1', false);
  await clock.advance(3_000);
  nodes.setReady('node-1', true);
  await clock.advance(20_000);
  t.is(pods()[0]?.status?.containerStatuses?.[0]?.restartCount, 1);
});

test('a node that nobody knows is an error', t => {
  const {nodes} = simulate(t);
  t.throws(() => nodes.setReady('node-9', false), {message: 'nodes "node-9" not found'});
});
