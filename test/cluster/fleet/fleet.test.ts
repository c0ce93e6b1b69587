import test, {type ExecutionContext} from 'ava';
import type {ContainerStatus, Node, Pod} from 'kubernetes-types/core/v1';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {controlPlane} from '../needs.ts';
import {createScope, startCluster} from '../start.ts';
import {type Fleet, startFleet, unthrottled} from './index.ts';
import {watchObjects} from './watch-objects.ts';

const good = 'registry.test:5000/good:1';
const bad = 'registry.test/bad';

testsWith(controlPlane, 'a fleet of nodes', machine => {
  let cluster: ControlPlane;
  let fleet: Fleet;
  const scope = createScope();
  test.before(async () => {
    cluster = await startCluster(scope, machine, unthrottled);
    fleet = await startFleet(scope, cluster, {pullDuration: 200, backOff: 300});
  });
  test.after.always(() => scope.end());

  test.serial('a node pulls the images of a pod one after another, and the pod is Ready with the last', async t => {
    const [node = ''] = await fleet.addNodes(1);
    const story = await followPods(t, 'one');
    await createDaemonSet('one', {'kubernetes.io/hostname': node});
    await until(
      () => story(node).at(-1) === 'running, running: Ready',
      () => story(node),
    );
    t.deepEqual(story(node), [
      'on its way',
      'ContainerCreating, ContainerCreating',
      'running, ContainerCreating',
      'running, running: Ready',
    ]);
    const [pod] = await listPods('one');
    const {containerStatuses: [first] = [], initContainerStatuses: [init] = []} = pod?.status ?? {};
    t.regex(first?.imageID ?? '', /^registry\.test:5000\/good@sha256:[0-9a-f]{64}$/);
    t.regex(init?.imageID ?? '', /^registry\.test\/init@sha256:[0-9a-f]{64}$/);
    t.is(init?.state?.terminated?.reason, 'Completed');
  });

  test.serial('an image fails on the nodes that were chosen and on no other, until it is mended', async t => {
    const nodes = await fleet.addNodes(3, {labels: {story: 'failing'}});
    const [sound = '', ill = '', alsoSound = ''] = nodes;
    await fleet.failImage(bad, [ill]);
    const story = await followPods(t, 'two');
    await createDaemonSet('two', {story: 'failing'});
    const retried = 'running, ErrImagePull; running, ImagePullBackOff; running, ErrImagePull';
    await until(
      () => story(ill).join('; ').includes(retried),
      () => nodes.map(story),
    );
    await until(
      () => [sound, alsoSound].every(node => story(node).at(-1) === 'running, running: Ready'),
      () => nodes.map(story),
    );
    t.deepEqual(story(ill).slice(0, 4), [
      'on its way',
      'ContainerCreating, ContainerCreating',
      'running, ContainerCreating',
      'running, ErrImagePull',
    ]);
    t.false(story(ill).includes('running, running: Ready'));
    t.false([sound, alsoSound].flatMap(story).some(state => state.includes('Pull')));
    const pod = (await listPods('two')).find(({spec}) => spec?.nodeName === ill);
    const failing = pod?.status?.containerStatuses?.[1];
    t.is(failing?.imageID, '');
    t.regex(failing?.state?.waiting?.message ?? '', /registry\.test\/bad/);
    t.is(pod?.status?.phase, 'Pending');

    await fleet.mendImage(bad);
    await until(
      () => story(ill).at(-1) === 'running, running: Ready',
      () => story(ill),
    );
  });

  test.serial(
    'nodes come with their labels and go when they are removed; one that is not of the fleet is left alone',
    async t => {
      const api = cluster.admin;
      await api.ask('POST', '/api/v1/nodes', {apiVersion: 'v1', kind: 'Node', metadata: {name: 'stranger'}});
      const options = {
        prefix: 'arm',
        architecture: 'arm64',
        labels: {disk: 'ssd'},
        capacity: {cpu: '4', memory: '8Gi', pods: '10'},
      };
      const names = await fleet.addNodes(2, options);
      const node = await api.ask<Node>('GET', `/api/v1/nodes/${names[0]}`);
      t.like(node.metadata?.labels, {disk: 'ssd', 'kubernetes.io/arch': 'arm64', 'kubernetes.io/os': 'linux'});
      t.deepEqual(node.status?.allocatable, options.capacity);
      t.is(node.status?.nodeInfo?.architecture, 'arm64');
      const stranger = await api.ask<Node>('GET', '/api/v1/nodes/stranger');
      t.is(stranger.status?.nodeInfo?.kubeletVersion, '');

      await fleet.removeNodes(names);
      t.false(fleet.nodes.some(name => names.includes(name)));
      t.is((await api.call('GET', `/api/v1/nodes/${names[0]}`)).status, 404);
    },
  );

  const listPods = async (namespace: string): Promise<readonly Pod[]> =>
    (await cluster.admin.ask<{readonly items: readonly Pod[]}>('GET', `/api/v1/namespaces/${namespace}/pods`)).items;

  /** Makes a namespace, and remembers what its pods go through on each node. */
  async function followPods(t: ExecutionContext, namespace: string): Promise<(node: string) => readonly string[]> {
    const states = new Map<string, string[]>();
    await cluster.admin.ask('POST', '/api/v1/namespaces', {metadata: {name: namespace}});
    const watch = await watchObjects<Pod>(cluster.admin, `/api/v1/namespaces/${namespace}/pods`, ({object}) => {
      const node = object.spec?.nodeName;
      if (node === undefined) return;
      const before = states.get(node) ?? [];
      const state = describe(object);
      if (before.at(-1) !== state) states.set(node, [...before, state]);
    });
    t.teardown(() => watch.stop());
    return node => states.get(node) ?? [];
  }

  async function createDaemonSet(namespace: string, nodeSelector: Readonly<Record<string, string>>): Promise<void> {
    const labels = {app: 'holder'};
    const initContainers = [{name: 'init', image: 'registry.test/init:1'}];
    const containers = [
      {name: 'good', image: good},
      {name: 'bad', image: bad},
    ];
    await cluster.admin.ask('POST', `/apis/apps/v1/namespaces/${namespace}/daemonsets`, {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: {name: 'holder'},
      spec: {
        selector: {matchLabels: labels},
        template: {metadata: {labels}, spec: {nodeSelector, initContainers, containers}},
      },
    });
  }
});

const describe = ({status: {containerStatuses, conditions} = {}}: Pod): string => {
  if (containerStatuses === undefined) return 'on its way';
  const isReady = conditions?.some(({type, status}) => type === 'Ready' && status === 'True') === true;
  return `${containerStatuses.map(describeContainer).join(', ')}${isReady ? ': Ready' : ''}`;
};

const describeContainer = ({state}: ContainerStatus): string =>
  state?.running === undefined ? (state?.waiting?.reason ?? 'nothing') : 'running';
