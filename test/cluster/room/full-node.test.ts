import test, {type ExecutionContext} from 'ava';
import type {Node, Pod} from 'kubernetes-types/core/v1';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {buildFileImage, buildSleepImage} from '../images/index.ts';
import {type Machine, realNode} from '../needs.ts';
import {measureGaps, sampleContainers, startNode, startPuller} from '../node/index.ts';
import {startRegistry} from '../registry/index.ts';
import {startCluster} from '../start.ts';

const namespace = 'full';

/** A puller that holds `a` and `b` on a node of its own. */
async function start(t: ExecutionContext, machine: Machine, maxPods = 110) {
  const [cluster, registry] = await Promise.all([startCluster(t, machine), startRegistry(t, machine)]);
  await registry.push('sleep', '1', await buildSleepImage(machine.directory));
  for (const name of ['a', 'b', 'c']) await registry.push(name, '1', await buildFileImage(name));
  const node = await startNode(t, machine, cluster, {registry, kubelet: {maxPods}});
  const sleepImage = `${registry.host}/sleep:1`;
  const puller = await startPuller(t, {machine, cluster, registry, node, sleepImage}, namespace);
  const list = (letters: string) => ({
    IMAGES: [...letters].map(letter => `${letter}=${registry.host}/${letter}:1`).join(';'),
  });
  await puller.edit(list('ab'));
  await puller.untilImages({a: {held: 1}, b: {held: 1}});
  return {cluster, node, puller, list, sleepImage};
}

/** Leaves a node no CPU for a second pod of the puller; answers to what ends that. */
async function fill(
  {admin}: ControlPlane,
  {name}: {readonly name: string},
  image: string,
): Promise<() => Promise<void>> {
  const {status} = await admin.ask<Node>('GET', `/api/v1/nodes/${name}`);
  const milli = Number(status?.allocatable?.cpu) * 1000;
  // A pod of the puller with two images asks for 100m; this one leaves room for half of that.
  const greedy = {
    metadata: {name: 'greedy'},
    spec: {containers: [{name: 'c', image, resources: {requests: {cpu: `${milli - 150}m`}}}]},
  };
  await admin.ask('POST', '/api/v1/namespaces/default/pods', greedy);
  const readPhase = async () =>
    (await admin.call<Pod>('GET', '/api/v1/namespaces/default/pods/greedy')).body.status?.phase;
  await until(async () => (await readPhase()) === 'Running', readPhase, 60_000);
  return async () => {
    await admin.ask('DELETE', '/api/v1/namespaces/default/pods/greedy');
    await until(async () => (await readPhase()) === undefined, readPhase, 60_000);
  };
}

testsWith(realNode, 'a full node', machine => {
  test.serial('where a node may run no second pod, the rollout ends all the same', async t => {
    const {puller, list, node} = await start(t, machine, 1);
    const sampling = sampleContainers(t, node);
    await puller.edit(list('abc'));
    await puller.untilImages({a: {held: 1}, b: {held: 1}, c: {held: 1}}, 120_000);
    const gaps = measureGaps(sampling.stop(), container => container.name === 'a' && container.namespace === namespace);
    t.is(gaps.length, 1, 'one gap: the start of a pod');
    t.log(`${Math.round(gaps[0] ?? 0)} ms without a holder`);
    t.is((await puller.readStory()).filter(line => line.startsWith('Warning NoRoomForSurge: ')).length, 1);
  });

  test.serial(
    'where a node has no CPU for a second pod, the rollout ends; when there is room again, it surges',
    async t => {
      const {cluster, puller, list, node, sleepImage} = await start(t, machine);
      const free = await fill(cluster, node, sleepImage);
      await puller.edit(list('ac'));
      await puller.untilImages({a: {held: 1}, c: {held: 1}}, 120_000);
      const [full] = (await puller.readStory()).filter(line => line.startsWith('Warning NoRoomForSurge: '));
      t.regex(full ?? '', /: 1 node has no room for a second pod for lack of cpu \(1 node\); /);

      await free();
      const sampling = sampleContainers(t, node);
      await puller.edit(list('ab'));
      await puller.untilImages({a: {held: 1}, b: {held: 1}}, 120_000);
      t.deepEqual(
        measureGaps(sampling.stop(), container => container.name === 'a' && container.namespace === namespace),
        [],
      );
    },
  );

  test.serial(
    'where there is no room and a new image is bad, what is good is held again and again, and stays',
    async t => {
      t.timeout(400_000);
      const {cluster, puller, node, sleepImage, list} = await start(t, machine);
      await fill(cluster, node, sleepImage);
      const sampling = sampleContainers(t, node);
      await puller.edit({IMAGES: `${list('a').IMAGES};bad=${list('a').IMAGES.slice(2).replace('/a:1', '/absent:1')}`});
      await puller.untilImages({a: {held: 1}, bad: {failing: 1}}, 120_000);
      const readNotes = async () =>
        (await puller.readDaemonSet())?.metadata.annotations?.['kubernetes-image-puller/lanes'] ?? '';
      await until(async () => (await readNotes()).includes('"is":"failing"'), readNotes, 60_000);
      // Two minutes that an image has to fail for.
      await puller.restart(1);
      const readMain = async () =>
        (await puller.readDaemonSet())?.spec?.template.spec?.containers.map(({name}) => name);
      await until(async () => (await readMain())?.join() === 'a', readMain, 120_000);
      await until(
        async () => (await puller.readDaemonSet())?.status?.numberAvailable === 1,
        puller.readStatus,
        120_000,
      );
      const gaps = measureGaps(
        sampling.stop(),
        container => container.name === 'a' && container.namespace === namespace,
      );
      t.log(`without a holder for ${gaps.map(Math.round).join(', ')} ms`);
      // Each of the two rollouts (with the image, and without) costs a full node the start of a pod.
      t.true(gaps.length <= 2, `${gaps.length} gaps`);
      t.is((await puller.readStatus())?.images[0]?.held, 1);
      t.true((await puller.readStory()).some(line => line.startsWith('Warning ImageIsolated: bad (')));
    },
  );
});
