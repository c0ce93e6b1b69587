import {exclude, findExclusion, findNodeTrouble, viewNode} from '@image-puller/shared/nodes';
import test from 'ava';
import type {Node, NodeSelectorRequirement, PodSpec, Taint} from 'kubernetes-types/core/v1';

const node = (more: Partial<Node> = {}, conditions: Readonly<Record<string, string>> = {}): Node => ({
  metadata: {name: 'n', labels: {'kubernetes.io/os': 'linux', disk: 'ssd', size: '4'}},
  status: {conditions: Object.entries({Ready: 'True', ...conditions}).map(([type, status]) => ({type, status}))},
  ...more,
});
const labelled = (labels: Record<string, string>) => node({metadata: {name: 'n', labels}});
const tainted = (...taints: Taint[]) => node({spec: {taints}});
const linux: PodSpec = {containers: [], nodeSelector: {'kubernetes.io/os': 'linux'}};
const find = (one: Node, spec: Partial<PodSpec> = {}) =>
  findExclusion(viewNode(one), {...linux, ...spec, nodeSelector: {...linux.nodeSelector, ...spec.nodeSelector}});

test('a node that is Ready and wanted is not left out, cordoned or not', t => {
  t.is(find(node()), undefined);
  t.is(find(tainted({key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule'})), undefined);
  t.is(find(tainted({key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule'})), undefined);
  t.is(find(tainted({key: 'busy', effect: 'PreferNoSchedule'})), undefined);
});

test('a node that can hold nothing at the moment', t => {
  t.is(findNodeTrouble(node()), undefined);
  t.is(find(node({}, {Ready: 'False'})), 'NotReady');
  t.is(find(node({}, {Ready: 'Unknown'})), 'NotReady');
  t.is(find(node({status: {}})), 'NotReady');
  t.is(find(node({}, {DiskPressure: 'True'})), 'DiskPressure');
  t.is(find(node({}, {PIDPressure: 'True'})), 'PIDPressure');
  t.is(
    find(node({}, {MemoryPressure: 'True', DiskPressure: 'False'})),
    undefined,
    'holders ask for memory, and are let in',
  );
  const metadata = {...node().metadata, deletionTimestamp: '2026-01-01T00:00:00Z'};
  t.is(find(node({metadata})), 'being deleted');
});

test('another operating system, and what the configuration does not select, come before what passes', t => {
  t.is(find(labelled({'kubernetes.io/os': 'windows'})), 'Windows');
  t.is(find(labelled({'kubernetes.io/os': 'plan9'})), 'not linux');
  t.is(find(labelled({}), {nodeSelector: {'kubernetes.io/os': 'windows'}}), 'not windows');
  t.is(find(node(), {nodeSelector: {'kubernetes.io/os': 'windows'}}), 'Linux');
  t.is(find(node({}, {Ready: 'False'}), {nodeSelector: {disk: 'hdd'}}), 'not selected by NODE_SELECTOR');
  t.is(find(node(), {nodeSelector: {disk: 'ssd'}}), undefined);
});

const requiring = (...requirements: NodeSelectorRequirement[]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: requirements}]},
    },
  },
});

const requirements: readonly (readonly [string, string, string[], boolean])[] = [
  ['disk', 'In', ['hdd', 'ssd'], true],
  ['disk', 'In', ['hdd'], false],
  ['gpu', 'In', ['yes'], false],
  ['disk', 'NotIn', ['ssd'], false],
  ['gpu', 'NotIn', ['yes'], true],
  ['disk', 'Exists', [], true],
  ['gpu', 'Exists', [], false],
  ['gpu', 'DoesNotExist', [], true],
  ['disk', 'DoesNotExist', [], false],
  ['size', 'Gt', ['3'], true],
  ['size', 'Gt', ['4'], false],
  ['size', 'Lt', ['5'], true],
  ['disk', 'Gt', ['1'], false],
  ['toString', 'Exists', [], false],
  ['disk', 'Like', ['s'], false],
];
for (const [key, operator, values, isSelected] of requirements) {
  test(`AFFINITY: ${key} ${operator} ${values.join()} ${isSelected ? 'selects' : 'does not select'} the node`, t => {
    t.is(find(node(), requiring({key, operator, values})), isSelected ? undefined : 'not selected by AFFINITY');
  });
}

test('terms of an affinity are alternatives, and may name nodes; one that requires nothing selects nothing', t => {
  const byTerms = (...nodeSelectorTerms: object[]) =>
    find(node(), {
      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms}}},
    });
  const named = (name: string) => ({matchFields: [{key: 'metadata.name', operator: 'In', values: [name]}]});
  t.is(byTerms(named('other'), named('n')), undefined);
  t.is(byTerms(named('other')), 'not selected by AFFINITY');
  t.is(byTerms({}), 'not selected by AFFINITY');
});

test('a taint keeps it out by name, unless it is tolerated', t => {
  const gpu = {key: 'gpu', value: 'yes', effect: 'NoSchedule'};
  t.is(find(tainted(gpu)), 'tainted gpu=yes:NoSchedule');
  t.is(find(tainted({key: 'down', effect: 'NoExecute'})), 'tainted down:NoExecute');
  for (const toleration of [
    {operator: 'Exists'},
    {key: 'gpu', operator: 'Exists'},
    {key: 'gpu', value: 'yes'},
    {key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule'},
  ]) {
    t.is(find(tainted(gpu), {tolerations: [toleration]}), undefined, JSON.stringify(toleration));
  }
  for (const toleration of [
    {key: 'gpu', value: 'no'},
    {key: 'cpu', operator: 'Exists'},
    {key: 'gpu', operator: 'Exists', effect: 'NoExecute'},
  ]) {
    t.is(find(tainted(gpu), {tolerations: [toleration]}), 'tainted gpu=yes:NoSchedule', JSON.stringify(toleration));
  }
  t.true((find(tainted({...gpu, value: `\n${'x'.repeat(999)}`})) ?? '').length <= 200);
});

const virtual = {key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule'};
const all = {tolerations: [{operator: 'Exists'}]};
const linuxLabels = {'kubernetes.io/os': 'linux'};

test('a node behind which each pod runs by itself is left out with that reason, tolerated and selected or not', t => {
  const fargate = labelled({...linuxLabels, 'eks.amazonaws.com/compute-type': 'fargate'});
  const aci = node({metadata: {name: 'n', labels: linuxLabels}, spec: {taints: [virtual]}});
  const taints = [{key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule'}];
  const nodes: readonly (readonly [Node, string])[] = [
    [fargate, 'Fargate runs no DaemonSet'],
    [{...fargate, spec: {taints}}, 'Fargate runs no DaemonSet'],
    [{...fargate, status: {}}, 'Fargate runs no DaemonSet'],
    [aci, 'a virtual kubelet runs no DaemonSet'],
    [labelled({...linuxLabels, type: 'virtual-kubelet'}), 'a virtual kubelet runs no DaemonSet'],
    [labelled({type: 'virtual-kubelet'}), 'a virtual kubelet runs no DaemonSet'],
  ];
  for (const [one, reason] of nodes) {
    t.is(find(one), reason);
    t.is(find(one, all), reason);
    t.is(find(one, {...all, nodeSelector: {disk: 'hdd'}}), reason);
    t.is(findNodeTrouble(one), reason, 'no pod on it is waited for');
  }
});

test('other computes of EKS, and labels that look like those, are nodes like any other', t => {
  for (const more of [
    {'eks.amazonaws.com/compute-type': 'auto'},
    {'eks.amazonaws.com/compute-type': 'hybrid'},
    {'eks.amazonaws.com/compute-type': 'ec2'},
    {type: 'kwok'},
    {'virtual-kubelet.io/provider': 'azure'},
  ]) {
    t.is(find(labelled({...linuxLabels, ...more}), all), undefined, JSON.stringify(more));
  }
});

test('nodes that kwok plays run DaemonSets, whatever they are made to look like, and are called virtual when left out', t => {
  const annotations = {'kwok.x-k8s.io/node': 'fake'};
  const played = (labels: Record<string, string>, ...taints: Taint[]) =>
    node({metadata: {name: 'n', labels, annotations}, spec: {taints}});
  t.is(find(played(linuxLabels)), undefined);
  t.is(find(played({...linuxLabels, type: 'virtual-kubelet', 'eks.amazonaws.com/compute-type': 'fargate'})), undefined);
  t.is(find(played(linuxLabels, virtual), all), undefined);
  t.is(find(played(linuxLabels, virtual)), 'tainted virtual-kubelet.io/provider=azure:NoSchedule (virtual)');
  t.is(find(played({})), 'not linux (virtual)');
});

test('they are counted by reason, the most frequent first; the rest is one line', t => {
  const some = [...Array(9).keys()].flatMap(index =>
    Array(9 - index).fill(tainted({key: `k${index}`, effect: 'NoExecute'})),
  );
  t.deepEqual(exclude([...some, node()].map(viewNode), linux).excluded, [
    ...[9, 8, 7, 6, 5, 4, 3].map((nodes, index) => ({reason: `tainted k${index}:NoExecute`, nodes})),
    {reason: 'other reasons', nodes: 3},
  ]);
  t.deepEqual(exclude([tainted({key: 'a', effect: 'NoExecute'}), node()].map(viewNode), linux).excluded, [
    {reason: 'tainted a:NoExecute', nodes: 1},
  ]);
  t.deepEqual(exclude(some.map(viewNode), undefined), {names: new Set(), excluded: []});
});
