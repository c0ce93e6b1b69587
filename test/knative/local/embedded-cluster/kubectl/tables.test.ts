import test from 'ava';
import {buildConfigMap, buildDaemonSet, configMapsPath, daemonSetsPath, frozenClock, startClient} from '../client.ts';

interface Table {
  readonly kind: string;
  readonly columnDefinitions: readonly {readonly name: string; readonly priority: number}[];
  readonly rows: readonly {readonly cells: readonly unknown[]; readonly object: {readonly kind: string} | null}[];
}

const accept = {accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'};

/** Columns and rows; a star marks what `-o wide` alone shows. */
function readTable({columnDefinitions, rows}: Table): readonly (readonly unknown[])[] {
  return [
    columnDefinitions.map(({name, priority}) => (priority === 0 ? name : `${name}*`)),
    ...rows.map(row => row.cells),
  ];
}

test('ConfigMaps are shown as kubectl shows them', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', configMapsPath, {...buildConfigMap('a', {x: '1'}), binaryData: {y: 'AAE='}});
  const {body} = await call<Table>('GET', configMapsPath, undefined, accept);
  t.deepEqual(readTable(body), [
    ['Name', 'Data', 'Age'],
    ['a', 2, '0s'],
  ]);
  t.is(body.rows[0]?.object?.kind, 'PartialObjectMetadata');
  const one = await call<Table>('GET', `${configMapsPath}/a?includeObject=Object`, undefined, accept);
  t.is(one.body.rows[0]?.object?.kind, 'ConfigMap');
});

test('DaemonSets are shown as kubectl shows them', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  await call('POST', daemonSetsPath, buildDaemonSet('d', {nodeSelector: {b: '2', a: '1'}}));
  const {body} = await call<Table>('GET', daemonSetsPath, undefined, accept);
  t.deepEqual(readTable(body), [
    [
      'Name',
      'Desired',
      'Current',
      'Ready',
      'Up-to-date',
      'Available',
      'Node Selector',
      'Age',
      'Containers*',
      'Images*',
      'Selector*',
    ],
    ['d', 0, 0, 0, 0, 0, 'a=1,b=2', '0s', 'c', 'registry.test/a:1', 'app=d'],
  ]);
});

const state = (name: string, state: object, more: object = {}) => ({
  name,
  image: 'i',
  imageID: '',
  ready: false,
  restartCount: 0,
  lastState: {},
  state,
  ...more,
});
const running = {running: {startedAt: '2026-01-01T00:00:00Z'}};
const failing = {waiting: {reason: 'ImagePullBackOff', message: 'Back-off pulling image "i"'}};

/** What the columns Ready, Status and Restarts make of a status. */
const podStates: Readonly<Record<string, readonly [status: object, cells: readonly string[]]>> = {
  'nothing yet': [{phase: 'Pending'}, ['0/2', 'Pending', '0']],
  'in its init container': [{phase: 'Pending', initContainerStatuses: [state('i', running)]}, ['0/2', 'Init:0/1', '0']],
  'its init container does not come': [
    {phase: 'Pending', initContainerStatuses: [state('i', failing)]},
    ['0/2', 'Init:ImagePullBackOff', '0'],
  ],
  'one container does not come': [
    {phase: 'Pending', containerStatuses: [state('a', running, {ready: true}), state('b', failing)]},
    ['1/2', 'ImagePullBackOff', '0'],
  ],
  'two do not come, for different reasons': [
    {
      phase: 'Pending',
      containerStatuses: [state('a', {waiting: {reason: 'ErrImagePull'}}), state('b', failing)],
    },
    ['0/2', 'ErrImagePull', '0'],
  ],
  'all run': [
    {phase: 'Running', containerStatuses: ['a', 'b'].map(name => state(name, running, {ready: true, restartCount: 1}))},
    ['2/2', 'Running', '2'],
  ],
  ended: [
    {phase: 'Succeeded', containerStatuses: [state('a', {terminated: {exitCode: 0, reason: 'Completed'}})]},
    ['0/2', 'Completed', '0'],
  ],
  evicted: [{phase: 'Failed', reason: 'Evicted'}, ['0/2', 'Evicted', '0']],
};

test('Pods are shown in the words of kubectl', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const pods = '/api/v1/namespaces/default/pods';
  const containers = ['a', 'b'].map(name => ({name, image: 'i'}));
  const spec = {containers, initContainers: [{name: 'i', image: 'i'}], schedulingGates: [{name: 'x.test/wait'}]};
  await call('POST', pods, {metadata: {name: 'p'}, spec});
  const found: Record<string, unknown> = {};
  for (const [title, [status]] of Object.entries(podStates)) {
    await call('PUT', `${pods}/p/status`, {metadata: {name: 'p'}, spec, status});
    found[title] = (await call<Table>('GET', `${pods}/p`, undefined, accept)).body.rows[0]?.cells.slice(1, 4);
  }
  t.deepEqual(found, Object.fromEntries(Object.entries(podStates).map(([title, [, cells]]) => [title, cells])));
});

test('Nodes are shown as kubectl shows them', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const metadata = {
    name: 'n',
    labels: {'node-role.kubernetes.io/worker': '', 'node-role.kubernetes.io/control-plane': ''},
  };
  const status = {
    conditions: [{type: 'Ready', status: 'True'}],
    addresses: [{type: 'InternalIP', address: '10.0.0.1'}],
    nodeInfo: {
      kubeletVersion: 'v1.36.3',
      osImage: 'Test',
      kernelVersion: '6.1',
      architecture: 'arm64',
      containerRuntimeVersion: 'containerd://2.2.0',
    },
  };
  await call('POST', '/api/v1/nodes', {metadata, spec: {unschedulable: true}, status});
  const {body} = await call<Table>('GET', '/api/v1/nodes', undefined, accept);
  t.deepEqual(readTable(body), [
    [
      'Name',
      'Status',
      'Roles',
      'Age',
      'Version',
      'Internal-IP*',
      'External-IP*',
      'OS-Image*',
      'Kernel-Version*',
      'Container-Runtime*',
    ],
    [
      'n',
      'Ready,SchedulingDisabled',
      'control-plane,worker',
      '0s',
      'v1.36.3',
      '10.0.0.1',
      '<none>',
      'Test',
      '6.1 (arm64)',
      'containerd://2.2.0',
    ],
  ]);
});

test('Events are shown as kubectl shows them', async t => {
  const {call} = await startClient(t, {clock: frozenClock});
  const involvedObject = {kind: 'ConfigMap', namespace: 'default', name: 'x'};
  const source = {component: 'me', host: 'here'};
  const times = {firstTimestamp: '2020-01-01T00:00:00Z', lastTimestamp: '2026-01-01T23:58:30Z', count: 3};
  await call('POST', '/api/v1/namespaces/default/events', {
    metadata: {name: 'e'},
    involvedObject,
    source,
    type: 'Warning',
    reason: 'Rejected',
    message: ' a message\n',
    ...times,
  });
  const {body} = await call<Table>('GET', '/api/v1/namespaces/default/events', undefined, accept);
  const [, row = []] = readTable(body);
  t.deepEqual(row, ['90s', 'Warning', 'Rejected', 'configmap/x', '', 'me, here', 'a message', '6y3d', 3, 'e']);
});
