import type {StoredNode} from '@image-puller/embedded-cluster';
import test from 'ava';
import {holding, type Simulation, simulate} from './simulation.ts';

type Given = Pick<StoredNode, 'spec' | 'status'> & {readonly labels?: Record<string, string>};

/** As kubectl apply makes one. */
function create({store}: Simulation, name: string, {labels, ...given}: Given = {}): void {
  store.create<StoredNode>({apiVersion: 'v1', kind: 'Node', metadata: {name, ...(labels && {labels})}, ...given});
}

const read = ({store}: Simulation, name: string) => store.get<StoredNode>('Node', undefined, name);

test('a Node that somebody makes gets a kubelet: it is Ready after a second, pulls, and holds', async t => {
  const simulation = simulate(t);
  const {apply, clock, nodes, pods, images} = simulation;
  apply(holding('registry.test/a:1'));
  create(simulation, 'node-1');
  await clock.advance(900);
  t.deepEqual(nodes.progress(), [{node: 'node-1', arch: 'amd64', ready: false, pulling: [], images: []}]);
  await clock.advance(5_000);
  t.deepEqual(
    nodes.progress().map(({ready}) => ready),
    [true],
  );
  t.deepEqual(
    pods().map(({spec, status}) => [spec.nodeName, status?.phase, status?.hostIP]),
    [['node-1', 'Running', '172.18.0.2']],
  );
  t.is(images.onNode('node-1').list().length, 2);
});

test('its kubelet says what the machine is; what the Node says of labels, taints and room stays', async t => {
  const simulation = simulate(t);
  const taints = [{key: 'a', effect: 'NoSchedule'}];
  create(simulation, 'node-1', {
    labels: {'kubernetes.io/arch': 'arm64', rack: '7'},
    spec: {taints},
    status: {capacity: {cpu: '2'}, allocatable: {cpu: '1'}},
  });
  await simulation.clock.advance(5_000);
  const node = read(simulation, 'node-1');
  t.deepEqual(node?.metadata.labels, {
    'beta.kubernetes.io/arch': 'arm64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'arm64',
    'kubernetes.io/hostname': 'node-1',
    'kubernetes.io/os': 'linux',
    rack: '7',
  });
  t.deepEqual(node?.spec?.taints, taints);
  t.deepEqual(
    [node?.status?.capacity, node?.status?.allocatable, node?.status?.nodeInfo?.architecture],
    [
      {cpu: '2', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi'},
      {cpu: '1', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi'},
      'arm64',
    ],
  );
});

test('nodes that join by the pool and by the API have addresses of their own', async t => {
  const simulation = simulate(t);
  simulation.nodes.add('node-1');
  create(simulation, 'node-2');
  await simulation.clock.advance(5_000);
  simulation.nodes.add('node-3');
  const addresses = simulation.nodes
    .progress()
    .map(({node}) => read(simulation, node)?.status?.addresses?.find(({type}) => type === 'InternalIP')?.address);
  t.is(new Set(addresses).size, 3, JSON.stringify(addresses));
});

test('one that is deleted before its kubelet starts is forgotten', async t => {
  const simulation = simulate(t);
  const {clock, store, nodes} = simulation;
  create(simulation, 'node-1');
  store.delete('Node', undefined, 'node-1');
  await clock.advance(5_000);
  t.deepEqual(nodes.progress(), []);
});

test('one that is deleted goes at once, and its pods 40 s later, as in Kubernetes', async t => {
  const simulation = simulate(t);
  const {clock, store, nodes, apply, pods} = simulation;
  apply(holding('registry.test/a:1'));
  create(simulation, 'node-1');
  await clock.advance(5_000);
  store.delete('Node', undefined, 'node-1');
  t.deepEqual(nodes.progress(), []);
  await clock.advance(39_000);
  t.is(pods().length, 1);
  await clock.advance(2_000);
  t.deepEqual(pods(), []);
});

test('a Node whose status says that it is Ready, as an exported one does, is taken by its word', async t => {
  const simulation = simulate(t);
  const conditions = [{type: 'Ready', status: 'True'}];
  const room = {cpu: '4', memory: '1Gi', pods: '9'};
  create(simulation, 'node-1', {status: {conditions, capacity: room, allocatable: room}});
  simulation.createPod('a', {nodeName: 'node-1', containers: [{name: 'c', image: 'registry.test/a:1'}]});
  await simulation.clock.advance(5_000);
  t.deepEqual(
    simulation.pods().map(({status}) => status?.phase),
    ['Running'],
  );
});
