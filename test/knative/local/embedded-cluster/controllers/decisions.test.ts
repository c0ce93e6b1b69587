import {
  decidePods,
  decideRollingUpdate,
  type StoredDaemonSet,
  type StoredNode,
  type StoredPod,
  type View,
} from '@image-puller/embedded-cluster/controllers';
import test from 'ava';
import type {DaemonSetUpdateStrategy, RollingUpdateDaemonSet} from 'kubernetes-types/apps/v1';

const meta = (name: string) => ({name, uid: name, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z'});

function daemonSet(updateStrategy: DaemonSetUpdateStrategy): StoredDaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: meta('holder'),
    spec: {selector: {matchLabels: {}}, template: {spec: {containers: []}}, updateStrategy},
  };
}

const node = (name: string): StoredNode => ({apiVersion: 'v1', kind: 'Node', metadata: meta(name)});

type Trait = 'new' | 'ready' | 'deleted' | 'Failed' | 'Succeeded' | 'unscheduled';

/** A pod named after its node, and what it is. */
function pod(name: string, ...traits: readonly Trait[]): StoredPod {
  const is = (trait: Trait): boolean => traits.includes(trait);
  const nodeName = name.split('-')[0] ?? '';
  const affinity = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In', values: [nodeName]}]}],
      },
    },
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...meta(name),
      labels: {'controller-revision-hash': is('new') ? 'new' : 'old'},
      ...(is('deleted') && {deletionTimestamp: '2026-01-01T00:00:01Z'}),
    },
    spec: {containers: [], ...(is('unscheduled') ? {affinity} : {nodeName})},
    status: {
      phase: is('Failed') ? 'Failed' : is('Succeeded') ? 'Succeeded' : 'Running',
      conditions: [{type: 'Ready', status: is('ready') ? 'True' : 'False'}],
    },
  };
}

function view(rollingUpdate: RollingUpdateDaemonSet, pods: readonly StoredPod[], nodes = ['a', 'b', 'c', 'd']): View {
  const strategy = {type: 'RollingUpdate', rollingUpdate};
  return {daemonSet: daemonSet(strategy), hash: 'new', nodes: nodes.map(node), pods, now: 0};
}

const names = (decision: {readonly create: readonly string[]; readonly delete: readonly StoredPod[]}) => ({
  create: decision.create,
  delete: decision.delete.map(({metadata}) => metadata.name),
});

const surge = {maxSurge: 2, maxUnavailable: 0};
const replace = {maxSurge: 0, maxUnavailable: 2};

test('every node without a pod gets one', t => {
  t.deepEqual(names(decidePods(view(surge, [pod('b', 'new')]))), {create: ['a', 'c', 'd'], delete: []});
});

test('without surge the next pod of a node waits until the last one is gone', t => {
  const pods = ['a', 'b', 'c', 'd'].map(name => pod(name, 'deleted'));
  t.deepEqual(names(decidePods(view(replace, pods))), {create: [], delete: []});
  t.deepEqual(names(decidePods(view(surge, pods))), {create: ['a', 'b', 'c', 'd'], delete: []});
});

test('without surge only the oldest of several pods of a node stays', t => {
  const pods = [pod('a', 'new'), pod('a-1', 'new'), pod('a-2')];
  t.deepEqual(names(decidePods(view(replace, pods, ['a']))), {create: [], delete: ['a-1', 'a-2']});
});

test('with surge an old and a new pod stay together as long as the old one is Ready and the new one is not', t => {
  const decide = (...pods: StoredPod[]) => names(decidePods(view(surge, pods, ['a'])));
  t.deepEqual(decide(pod('a', 'ready'), pod('a-1', 'new')), {create: [], delete: []});
  t.deepEqual(decide(pod('a'), pod('a-1', 'new')), {create: [], delete: ['a']});
  t.deepEqual(decide(pod('a', 'ready'), pod('a-1', 'new', 'ready')), {create: [], delete: ['a']});
  t.deepEqual(decide(pod('a', 'ready'), pod('a-1', 'ready'), pod('a-2', 'new')), {create: [], delete: ['a-1']});
});

test('pods that ended are told apart: their replacement may have to wait', t => {
  const failed = pod('a', 'new', 'Failed');
  const succeeded = pod('b', 'new', 'Succeeded');
  const decision = decidePods(view(replace, [failed, succeeded], ['a', 'b']));
  t.deepEqual(decision, {create: [], delete: [], failed: [{pod: failed, node: 'a'}], succeeded: [succeeded]});
});

test('a pod that waits for a node that is gone is deleted', t => {
  const decision = decidePods(view(surge, [pod('gone', 'unscheduled'), pod('a', 'unscheduled')], ['a']));
  t.deepEqual(names(decision), {create: [], delete: ['gone']});
});

test('a rolling update starts as many pods beside old ones as maxSurge says', t => {
  const pods = ['a', 'b', 'c', 'd'].map(name => pod(name, 'ready'));
  t.deepEqual(names(decideRollingUpdate(view(surge, pods))), {create: ['a', 'b'], delete: []});
});

test('percentages are of the wanted nodes, rounded up', t => {
  const pods = ['a', 'b', 'c', 'd'].map(name => pod(name, 'ready'));
  const limits = (rollingUpdate: RollingUpdateDaemonSet) => names(decideRollingUpdate(view(rollingUpdate, pods)));
  t.deepEqual(limits({maxSurge: '26%', maxUnavailable: 0}), {create: ['a', 'b'], delete: []});
  t.deepEqual(limits({maxSurge: 0, maxUnavailable: '1%'}), {create: [], delete: ['a']});
});

test('a new pod that is not Ready uses up the surge; one that is frees it and its old pod goes', t => {
  const pods = [pod('a', 'ready'), pod('a-1', 'new'), pod('b', 'ready'), pod('c', 'ready'), pod('d', 'ready')];
  t.deepEqual(names(decideRollingUpdate(view(surge, pods))), {create: ['b'], delete: []});
  const done = [pod('a', 'ready'), pod('a-1', 'new', 'ready'), ...pods.slice(2)];
  t.deepEqual(names(decideRollingUpdate(view(surge, done))), {create: ['b', 'c'], delete: ['a']});
});

test('old pods that are not Ready are replaced at once, outside of the surge', t => {
  const pods = [pod('a'), pod('b'), pod('c'), pod('d', 'ready')];
  t.deepEqual(names(decideRollingUpdate(view({maxSurge: 1, maxUnavailable: 0}, pods))), {
    create: ['a', 'b', 'c', 'd'],
    delete: [],
  });
});

test('without surge old pods go as long as no more than maxUnavailable nodes are without an available pod', t => {
  const decide = (...pods: StoredPod[]) => names(decideRollingUpdate(view(replace, pods)));
  t.deepEqual(decide(...['a', 'b', 'c', 'd'].map(name => pod(name, 'ready'))).delete, ['a', 'b']);
  t.deepEqual(decide(pod('a', 'new'), pod('b', 'ready'), pod('c', 'ready'), pod('d', 'ready')).delete, ['b']);
  t.deepEqual(decide(pod('a', 'new'), pod('b'), pod('c', 'ready'), pod('d')).delete, ['b', 'd']);
});

test('with surge, pods on nodes that are no longer wanted go only as others become available elsewhere', t => {
  const taints = [{key: 'other', effect: 'NoSchedule'}];
  const decide = (...pods: StoredPod[]) => {
    const seen = view(surge, pods, ['a', 'b', 'c']);
    const nodes = seen.nodes.map(each => (each.metadata.name === 'c' ? each : {...each, spec: {taints}}));
    return names(decideRollingUpdate({...seen, nodes}));
  };
  const [a, b] = [pod('a', 'ready'), pod('b', 'ready')];
  t.deepEqual(decide(a, b, pod('c', 'new')).delete, ['a']);
  t.deepEqual(decide(a, b, pod('c', 'new', 'ready')).delete, ['a', 'b']);
  t.deepEqual(decide(a, pod('b'), pod('c', 'new')).delete, ['b']);
});

test('limits that are both nothing mean one unavailable', t => {
  const pods = ['a', 'b'].map(name => pod(name, 'ready'));
  t.deepEqual(names(decideRollingUpdate(view({maxSurge: 0, maxUnavailable: 0}, pods, ['a', 'b']))), {
    create: [],
    delete: ['a'],
  });
});
