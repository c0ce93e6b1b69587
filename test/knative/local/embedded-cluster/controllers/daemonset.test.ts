import type {StoredPod} from '@image-puller/embedded-cluster/controllers';
import test from 'ava';
import {nodesOf, ready} from './pods.ts';
import {holding, simulate} from './simulation.ts';

test("a DaemonSet's pod looks as the real controller and scheduler leave it", async t => {
  const {nodes, apply, clock, pods, daemonSet} = simulate(t);
  nodes.add('node-1');
  apply({containers: [{name: 'a', image: 'registry.test/a:1'}]});
  await clock.advance(0);
  const [pod] = pods();
  const labels = pod?.metadata.labels ?? {};
  t.regex(pod?.metadata.name ?? '', /^holder-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  t.regex(labels['controller-revision-hash'] ?? '', /^[bcdfghjklmnpqrstvwxz2456789]{8,10}$/);
  t.deepEqual(
    {...labels, 'controller-revision-hash': ''},
    {app: 'holder', 'controller-revision-hash': '', 'pod-template-generation': '1'},
  );
  t.deepEqual(pod?.metadata.ownerReferences, [
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      name: 'holder',
      uid: daemonSet().metadata.uid,
      controller: true,
      blockOwnerDeletion: true,
    },
  ]);
  t.deepEqual(pod?.spec, {
    terminationGracePeriodSeconds: 1,
    containers: [{name: 'a', image: 'registry.test/a:1'}],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In', values: ['node-1']}]}],
        },
      },
    },
    tolerations: [
      {key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute'},
      {key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute'},
      {key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule'},
      {key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule'},
      {key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule'},
      {key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule'},
    ],
    serviceAccount: 'default',
    serviceAccountName: 'default',
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
    priority: 0,
    nodeName: 'node-1',
  });
});

test('its status counts nodes, and Events tell of each pod', async t => {
  const {nodes, apply, clock, pods, daemonSet, events} = simulate(t);
  for (const name of ['node-1', 'node-2']) nodes.add(name);
  apply(holding('registry.test/a:1'));
  await clock.advance(0);
  t.deepEqual(daemonSet().status, {
    currentNumberScheduled: 2,
    desiredNumberScheduled: 2,
    numberMisscheduled: 0,
    numberReady: 0,
    numberUnavailable: 2,
    observedGeneration: 1,
    updatedNumberScheduled: 2,
  });
  await clock.advance(5_000);
  t.deepEqual(daemonSet().status, {
    currentNumberScheduled: 2,
    desiredNumberScheduled: 2,
    numberMisscheduled: 0,
    numberReady: 2,
    numberAvailable: 2,
    observedGeneration: 1,
    updatedNumberScheduled: 2,
  });
  const created = pods().map(({metadata}) => `SuccessfulCreate: Created pod: ${metadata.name}`);
  t.deepEqual(
    events('holder').filter(line => line.includes('pod: ')),
    created,
  );
});

test('it runs where selector, affinity and taints allow, and follows them', async t => {
  const {nodes, apply, clock, pods} = simulate(t);
  nodes.add('plain');
  nodes.add('arm', {arch: 'arm64', labels: {disk: 'ssd'}});
  nodes.add('tainted', {labels: {disk: 'ssd'}, taints: [{key: 'only', value: 'gpu', effect: 'NoSchedule'}]});
  nodes.add('cordoned', {labels: {disk: 'ssd'}, unschedulable: true});
  const required = {nodeSelectorTerms: [{matchExpressions: [{key: 'disk', operator: 'In', values: ['ssd']}]}]};
  apply({
    containers: [{name: 'a', image: 'registry.test/a:1'}],
    nodeSelector: {'kubernetes.io/os': 'linux'},
    affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: required}},
  });
  await clock.advance(5_000);
  t.deepEqual(nodesOf(pods()), ['arm', 'cordoned']);
  nodes.setTaints('tainted', []);
  nodes.setLabels('plain', {disk: 'ssd'});
  nodes.setTaints('arm', [{key: 'other', effect: 'NoSchedule'}]);
  nodes.setTaints('cordoned', [{key: 'other', effect: 'NoExecute'}]);
  await clock.advance(5_000);
  // NoSchedule keeps new pods away and leaves those that are there.
  t.deepEqual(nodesOf(pods()), ['arm', 'plain', 'tainted']);
  nodes.setLabels('arm', {disk: undefined});
  await clock.advance(5_000);
  t.deepEqual(nodesOf(pods()), ['plain', 'tainted']);
});

test('a pod on a node that would not get one is misscheduled', async t => {
  const {nodes, apply, clock, daemonSet} = simulate(t);
  nodes.add('node-1');
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  nodes.setTaints('node-1', [{key: 'other', effect: 'NoSchedule'}]);
  await clock.advance(5_000);
  // A taint that only keeps new pods away does not wake the controller: seen on Kubernetes 1.36.
  t.is(daemonSet().status?.numberMisscheduled, 0);
  apply(holding('registry.test/a:1'), {updateStrategy: {type: 'OnDelete'}});
  await clock.advance(5_000);
  t.deepEqual(daemonSet().status, {
    currentNumberScheduled: 0,
    desiredNumberScheduled: 0,
    numberMisscheduled: 1,
    numberReady: 0,
    observedGeneration: 2,
  });
  nodes.setTaints('node-1', []);
  await clock.advance(5_000);
  t.is(daemonSet().status?.numberReady, 1);
});

test('nodes that join get a pod; it stays for a while when they leave, then goes too', async t => {
  const {nodes, apply, clock, pods, images} = simulate(t);
  apply(holding('registry.test/a:1'));
  await clock.advance(1_000);
  t.deepEqual(pods(), []);
  nodes.add('node-1');
  nodes.add('node-2');
  await clock.advance(5_000);
  t.deepEqual(nodesOf(pods().filter(ready)), ['node-1', 'node-2']);
  nodes.remove('node-1');
  await clock.advance(39_000);
  t.deepEqual(nodesOf(pods().filter(ready)), ['node-1', 'node-2']);
  t.deepEqual(images.onNode('node-1').list(), []);
  await clock.advance(1_000);
  t.deepEqual(nodesOf(pods()), ['node-2']);
});

test('a node that is back under its name in time keeps its pod', async t => {
  const {nodes, apply, clock, pods} = simulate(t);
  nodes.add('node-1');
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  const before = pods().map(({metadata}) => metadata.uid);
  nodes.remove('node-1');
  await clock.advance(30_000);
  nodes.add('node-1');
  await clock.advance(60_000);
  t.deepEqual(
    pods().map(({metadata}) => metadata.uid),
    before,
  );
  t.deepEqual(nodesOf(pods().filter(ready)), ['node-1']);
});

test('a failed pod is replaced, each time later than the last', async t => {
  const {nodes, apply, clock, pods, store, events} = simulate(t, {failedPodBackoff: {initial: 10_000, max: 60_000}});
  nodes.add('node-1');
  apply(holding('registry.test/a:1'), {updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxUnavailable: 1}}});
  const seen = new Set<string>();
  const births: number[] = [];
  for (let second = 0; second < 50; second += 1) {
    await clock.advance(1_000);
    const [pod] = pods();
    if (pod === undefined || seen.has(pod.metadata.uid)) continue;
    seen.add(pod.metadata.uid);
    births.push(second);
    store.update<StoredPod>({...pod, status: {...pod.status, phase: 'Failed'}});
  }
  t.deepEqual(births, [0, 1, 10, 30]);
  t.is(events('holder').filter(line => line.startsWith('FailedDaemonPod: Found failed daemon pod test/')).length, 3);
});

test('a pod that loses its labels and its owner at once is replaced, too', async t => {
  const {nodes, apply, clock, pods, store} = simulate(t);
  nodes.add('node-1');
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  for (const pod of pods()) {
    store.update<StoredPod>({...pod, metadata: {...pod.metadata, labels: {}, ownerReferences: []}});
  }
  await clock.advance(5_000);
  t.deepEqual(
    pods().map(({metadata}) => metadata.ownerReferences?.length),
    [0, 1],
  );
});

test('a pod that loses its labels is let go and replaced; one that has them is taken in', async t => {
  const {nodes, apply, clock, pods, store, daemonSet} = simulate(t);
  nodes.add('node-1');
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  const [first] = pods();
  if (first === undefined) return t.fail('there is no pod');
  const {labels} = first.metadata;
  store.update<StoredPod>({...first, metadata: {...first.metadata, labels: {app: 'debug'}}});
  await clock.advance(5_000);
  const owners = () =>
    pods().map(({metadata}) => [metadata.labels?.app, metadata.ownerReferences?.map(({uid}) => uid)]);
  t.deepEqual(owners(), [
    ['debug', []],
    ['holder', [daemonSet().metadata.uid]],
  ]);
  const [released] = pods();
  if (released === undefined) return t.fail('there is no pod');
  store.update<StoredPod>({...released, metadata: {...released.metadata, labels: {...labels}}});
  await clock.advance(5_000);
  // Of two pods of the same template on one node the older one stays.
  t.deepEqual(owners(), [['holder', [daemonSet().metadata.uid]]]);
  t.is(pods()[0]?.metadata.uid, first.metadata.uid);
});
