import type {StoredPod} from '@image-puller/embedded-cluster/controllers';
import test from 'ava';
import {holding, simulate} from './simulation.ts';

const condition = (pod: StoredPod | undefined, type: string) =>
  pod?.status?.conditions?.find(each => each.type === type);

const requesting = (cpu: string, memory = '1Mi') => ({
  containers: [{name: 'a', image: 'registry.test/a:1', resources: {requests: {cpu, memory}}}],
});

test('a pod for which its node has no room says so in the words of the scheduler', async t => {
  const {nodes, apply, clock, pods, events} = simulate(t);
  for (const name of ['node-1', 'node-2', 'node-3']) nodes.add(name, {allocatable: {cpu: '1', memory: '1Gi'}});
  apply(requesting('9999', '10Ti'));
  await clock.advance(1_000);
  const message =
    "0/3 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 2 node(s) didn't satisfy plugin(s) [NodeAffinity]. no new claims to deallocate, preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.";
  t.deepEqual(
    pods().map(pod => ({node: pod.spec.nodeName, ...pod.status})),
    pods().map(() => ({
      node: undefined,
      phase: 'Pending',
      qosClass: 'Burstable',
      conditions: [
        {
          type: 'PodScheduled',
          lastTransitionTime: '2026-01-01T00:00:00Z',
          status: 'False',
          reason: 'Unschedulable',
          message,
        },
      ],
    })),
  );
  t.deepEqual(
    events('holder-').filter(line => line.startsWith('FailedScheduling')),
    Array(3).fill(`FailedScheduling: ${message}`),
  );
});

test('a surge pod for which there is no room waits, and the old pod stays', async t => {
  const {nodes, apply, clock, pods, daemonSet} = simulate(t);
  nodes.add('node-1', {allocatable: {pods: '1'}});
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  apply(holding('registry.test/a:2'));
  await clock.advance(60_000);
  const [old, surge] = pods();
  t.is(condition(old, 'Ready')?.status, 'True');
  t.deepEqual(condition(surge, 'PodScheduled'), {
    type: 'PodScheduled',
    lastTransitionTime: '2026-01-01T00:00:05Z',
    status: 'False',
    reason: 'Unschedulable',
    message:
      '0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  });
  const {spec} = daemonSet();
  // The way out: with maxUnavailable the old pod makes room.
  const updateStrategy = {type: 'RollingUpdate', rollingUpdate: {maxSurge: 0, maxUnavailable: 1}};
  apply(spec.template.spec ?? {containers: []}, {updateStrategy});
  await clock.advance(10_000);
  t.deepEqual(
    pods().map(pod => [pod.spec.containers[0]?.image, condition(pod, 'Ready')?.status]),
    [['registry.test/a:2', 'True']],
  );
});

test('a pod that waits is bound as soon as another one leaves', async t => {
  const {nodes, createPod, clock, store} = simulate(t);
  nodes.add('node-1', {allocatable: {cpu: '300m'}});
  for (const name of ['a', 'b', 'c', 'd']) createPod(name, requesting('.1'));
  await clock.advance(1_000);
  const bound = () =>
    store.list<StoredPod>('Pod').map(({metadata, spec}) => `${metadata.name} ${spec.nodeName ?? 'waits'}`);
  t.deepEqual(bound(), ['a node-1', 'b node-1', 'c node-1', 'd waits']);
  store.delete('Pod', 'test', 'b');
  await clock.advance(1_000);
  t.deepEqual(bound(), ['a node-1', 'c node-1', 'd node-1']);
});

test('a pod needs room for the largest of its init containers, or for all its containers', async t => {
  const {nodes, createPod, clock, store} = simulate(t);
  nodes.add('node-1', {allocatable: {cpu: '1'}});
  const [{resources} = {}] = requesting('1100m').containers;
  createPod('init', {
    ...requesting('.1'),
    initContainers: [{name: 'init', image: 'registry.test/a:1', ...(resources && {resources})}],
  });
  createPod('fits', requesting('1'));
  await clock.advance(1_000);
  t.deepEqual(
    store.list<StoredPod>('Pod').map(({spec}) => spec.nodeName),
    [undefined, 'node-1'],
  );
});

test('pods without a node go to the emptiest one that takes them', async t => {
  const {nodes, createPod, clock, store} = simulate(t);
  nodes.add('node-1');
  nodes.add('node-2');
  nodes.add('cordoned', {unschedulable: true});
  await clock.advance(0);
  for (const name of ['a', 'b', 'c', 'd']) createPod(name, requesting('1'));
  await clock.advance(1_000);
  t.deepEqual(
    store.list<StoredPod>('Pod').map(({spec}) => spec.nodeName),
    ['node-1', 'node-2', 'node-1', 'node-2'],
  );
});

test('a pod put on a full node by its name is refused by the kubelet', async t => {
  const {nodes, createPod, clock, store} = simulate(t);
  nodes.add('node-1', {allocatable: {cpu: '1'}});
  createPod('a', {...requesting('600m'), nodeName: 'node-1'});
  createPod('b', {...requesting('600m'), nodeName: 'node-1'});
  await clock.advance(5_000);
  t.deepEqual(
    store.list<StoredPod>('Pod').map(({status}) => [status?.phase, status?.reason, status?.message]),
    [
      ['Running', undefined, undefined],
      ['Failed', 'OutOfcpu', "Pod was rejected: Node didn't have enough resource: cpu"],
    ],
  );
});
