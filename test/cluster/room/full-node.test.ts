import test, {type ExecutionContext} from 'ava';
import type {Node, Pod} from 'kubernetes-types/core/v1';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
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
      const {status} = await cluster.admin.ask<Node>('GET', `/api/v1/nodes/${node.name}`);
      const milli = Number(status?.allocatable?.cpu) * 1000;
      // A pod of the puller with two images asks for 100m; this one leaves room for half of that.
      const greedy = {
        metadata: {name: 'greedy'},
        spec: {
          containers: [{name: 'c', image: sleepImage, resources: {requests: {cpu: `${milli - 150}m`}}}],
        },
      };
      await cluster.admin.ask('POST', '/api/v1/namespaces/default/pods', greedy);
      const readGreedy = async () =>
        (await cluster.admin.call<Pod>('GET', '/api/v1/namespaces/default/pods/greedy')).body;
      await until(async () => (await readGreedy()).status?.phase === 'Running', readGreedy, 60_000);

      await puller.edit(list('ac'));
      await puller.untilImages({a: {held: 1}, c: {held: 1}}, 120_000);
      const [full] = (await puller.readStory()).filter(line => line.startsWith('Warning NoRoomForSurge: '));
      t.regex(full ?? '', /: 1 node has no room for a second pod for lack of cpu \(1 node\); /);

      await cluster.admin.ask('DELETE', '/api/v1/namespaces/default/pods/greedy');
      await until(async () => (await readGreedy()).status?.phase === undefined, readGreedy, 60_000);
      const sampling = sampleContainers(t, node);
      await puller.edit(list('ab'));
      await puller.untilImages({a: {held: 1}, b: {held: 1}}, 120_000);
      t.deepEqual(
        measureGaps(sampling.stop(), container => container.name === 'a' && container.namespace === namespace),
        [],
      );
    },
  );
});
