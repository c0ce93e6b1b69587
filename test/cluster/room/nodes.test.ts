import {isDeepStrictEqual} from 'node:util';
import type {PullerStatus, Status} from '@image-puller/functions';
import type {Live} from '@image-puller/shared/live';
import test from 'ava';
import type {Node, Pod} from 'kubernetes-types/core/v1';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {startFleet} from '../fleet/index.ts';
import {applyStandaloneRights, startStandalone, viewPuller} from '../functions/index.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';

const namespace = 'all-kinds';
const images = (letters: string) => [...letters].map(letter => `${letter}=registry.test/${letter}:1`).join(';');

testsWith(controlPlane, 'nodes of all kinds', machine => {
  test('who is left out, and why, is as the DaemonSet controller decides; nodes that change are seen; one that evicts is no reason to do anything', async t => {
    t.timeout(400_000);
    const cluster = await startCluster(t, machine);
    const {admin} = cluster;
    const fleet = await startFleet(t, cluster);
    const [first = '', cordoned = '', changing = ''] = await fleet.addNodes(3, {labels: {pool: 'users'}});
    await fleet.addNodes(1, {prefix: 'arm', architecture: 'arm64', labels: {pool: 'users'}});
    await fleet.addNodes(1, {prefix: 'infra', labels: {pool: 'infra'}});
    const [gpu = ''] = await fleet.addNodes(1, {prefix: 'gpu', labels: {pool: 'users'}});
    await fleet.addNodes(1, {prefix: 'windows', labels: {pool: 'users', 'kubernetes.io/os': 'windows'}});
    const [virtual = ''] = await fleet.addNodes(1, {
      prefix: 'virtual',
      labels: {pool: 'users', type: 'virtual-kubelet'},
    });
    const patch = (name: string, body: object, part = '') => admin.ask('PATCH', `/api/v1/nodes/${name}${part}`, body);
    const taint = (name: string, key: string) =>
      patch(name, {spec: {taints: [{key, value: 'yes', effect: 'NoSchedule'}]}});
    await taint(gpu, 'gpu');
    await taint(virtual, 'virtual-kubelet.io/provider');
    await patch(cordoned, {spec: {unschedulable: true}});
    // Nobody speaks for this one.
    await admin.ask('POST', '/api/v1/nodes', {
      metadata: {
        name: 'silent',
        labels: {pool: 'users', 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': 'silent'},
      },
    });

    await applyStandaloneRights(cluster, namespace);
    let running = await startStandalone(cluster, namespace);
    t.teardown(() => running.program.stop());
    const puller = viewPuller(admin, namespace);
    const readStatus = async (): Promise<PullerStatus | undefined> => {
      const status: Status = JSON.parse(await (await fetch(`${running.url}status.json`)).text());
      return status.pullers[0];
    };
    const state = async () => ({status: await readStatus(), daemonSet: (await puller.readDaemonSet())?.status});
    const untilNodes = (eligible: number, excluded: Readonly<Record<string, number>>) =>
      until(
        async () => {
          const {ready, nodes} = (await readStatus()) ?? {};
          const seen = Object.fromEntries((nodes?.excluded ?? []).map(({reason, nodes: count}) => [reason, count]));
          return ready === true && nodes?.eligible === eligible && isDeepStrictEqual(seen, excluded);
        },
        state,
        60_000,
      );

    await puller.edit({IMAGES: images('ab'), NODE_SELECTOR: '{"pool":"users"}'});
    const out = {
      'Windows (virtual)': 1,
      'not selected by NODE_SELECTOR (virtual)': 1,
      'tainted gpu=yes:NoSchedule (virtual)': 1,
      'tainted virtual-kubelet.io/provider=yes:NoSchedule (virtual)': 1,
      NotReady: 1,
    };
    await untilNodes(4, out);
    const {status} = (await puller.readDaemonSet()) ?? {};
    t.is(status?.desiredNumberScheduled, 5, 'the silent one is wanted');
    t.is((await readStatus())?.nodes.total, 9);

    await taint(changing, 'gpu');
    await untilNodes(3, {...out, 'tainted gpu=yes:NoSchedule (virtual)': 2});
    const [joined = ''] = await fleet.addNodes(1, {labels: {pool: 'users'}});
    await untilNodes(4, {...out, 'tainted gpu=yes:NoSchedule (virtual)': 2});
    await patch(joined, {spec: {unschedulable: true}});
    await untilNodes(4, {...out, 'tainted gpu=yes:NoSchedule (virtual)': 2});
    await fleet.removeNodes([joined]);
    await untilNodes(3, {...out, 'tainted gpu=yes:NoSchedule (virtual)': 2});

    // The kubelet of the first throws out its holder, again and again, and says why.
    const node = await admin.ask<Live<Node>>('GET', `/api/v1/nodes/${first}`);
    const conditions = (node.status?.conditions ?? []).filter(({type}) => type !== 'DiskPressure');
    const pressed = {...conditions[0], type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure'};
    const before = await puller.readDaemonSet();
    await patch(first, {status: {conditions: [...conditions, pressed]}}, '/status');
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    const readPods = async () => (await admin.ask<{items: Pod[]}>('GET', pods)).items;
    const evicted = new Set<string>();
    await until(
      async () => {
        for (const pod of await readPods()) {
          if (pod.spec?.nodeName !== first || pod.status?.phase === 'Failed') continue;
          const thrown = {
            phase: 'Failed',
            reason: 'Evicted',
            message: 'The node was low on resource: ephemeral-storage.',
          };
          const {status: answer} = await admin.call('PATCH', `${pods}/${pod.metadata?.name}/status`, {status: thrown});
          if (answer === 200) evicted.add(pod.metadata?.uid ?? '');
        }
        return evicted.size >= 4;
      },
      state,
      60_000,
    );
    await untilNodes(2, {...out, 'tainted gpu=yes:NoSchedule (virtual)': 2, 'DiskPressure (virtual)': 1});
    // It has failed for long, as far as the functions' clock goes; a tick comes with each start.
    for (const hours of [0.1, 0.2, 0.3]) {
      await running.program.stop();
      running = await startStandalone(cluster, namespace, {hoursAhead: hours});
      await untilNodes(2, {...out, 'tainted gpu=yes:NoSchedule (virtual)': 2, 'DiskPressure (virtual)': 1});
    }
    const after = await puller.readDaemonSet();
    t.deepEqual(after?.spec, before?.spec);
    t.is(after?.metadata.annotations?.['kubernetes-image-puller/lanes'] ?? '{}', '{}', 'no image is to blame');
    t.notRegex((await puller.readStory()).join(), /Image(Failing|Isolated)/);
  });
});
