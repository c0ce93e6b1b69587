import test from 'ava';
import type {LimitRangeItem, Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import type {ApiClient} from '../client/index.ts';
import {testsOnFleet, watchObjects} from '../fleet/index.ts';
import {imagesOf, startRefused} from './refused-puller.ts';
import {patience} from './start-puller.ts';

const limits: readonly (readonly [string, LimitRangeItem])[] = [
  ['a LimitRange for cpu', {type: 'Container', min: {cpu: '10m'}}],
  ['a LimitRange for memory alone', {type: 'Container', min: {memory: '4Mi'}}],
  ['a LimitRange by ratio', {type: 'Container', maxLimitRequestRatio: {cpu: '10', memory: '4'}}],
  ['a LimitRange for whole pods', {type: 'Pod', min: {cpu: '20m', memory: '10Mi'}, maxLimitRequestRatio: {cpu: '10'}}],
];

testsOnFleet('what takes the pods, and not those that ask for next to nothing', {nodes: 2}, shared => {
  for (const [index, [what, item]] of limits.entries()) {
    test.serial(
      `${what}: a scout asks for what the pods ask for, and so does a bridge; no image is let go of`,
      async t => {
        const {cluster, fleet} = shared();
        const namespace = `little-${index}`;
        const {puller, untilHeld, passHours} = await startRefused(t, cluster, namespace);
        const api = `/api/v1/namespaces/${namespace}`;
        await cluster.admin.ask('POST', `${api}/limitranges`, {metadata: {name: 'limits'}, spec: {limits: [item]}});
        const little = {cpu: '1m', memory: '1Mi'};
        const {status, body} = await cluster.admin.call('POST', `${api}/pods?dryRun=All`, {
          metadata: {name: 'little'},
          spec: {
            containers: [
              {
                name: 'c',
                image: 'registry.test/a:1',
                resources: {requests: little, limits: {cpu: '200m', memory: '20Mi'}},
              },
            ],
          },
        });
        t.is(status, 403, JSON.stringify(body));

        await puller.edit({IMAGES: imagesOf('a')});
        await untilHeld('a');
        // One that fails everywhere: its pods are not Ready, and would be replaced at once by the next edit.
        const bad = `bad-${index}`;
        await fleet.failImage(`registry.test/${bad}:1`, fleet.nodes);
        const readPods = async () => (await cluster.admin.ask<{items: Pod[]}>('GET', `${api}/pods`)).items;
        const readUids = async () => (await readPods()).map(({metadata}) => metadata?.uid);
        await puller.edit({IMAGES: imagesOf('a', bad)});
        const readNames = async () =>
          (await puller.readDaemonSet())?.spec?.template.spec?.containers.map(({name}) => name);
        await until(async () => (await readNames())?.join() === `a,${bad}`, readNames);
        const holding = await readUids();
        await cluster.admin.ask('DELETE', `${api}/pods`);
        const isExposed = ({metadata, status: {containerStatuses = []} = {}}: Pod) =>
          !holding.includes(metadata?.uid) && containerStatuses.some(({name, state}) => name === 'a' && state?.running);
        await until(async () => (await readPods()).filter(isExposed).length === 2, readPods, patience);
        const gaps = await watchGaps(cluster.admin, namespace, 'a');
        await puller.edit({IMAGES: imagesOf('a', 'b')});
        await untilHeld('a', 'b');
        t.deepEqual(await gaps.end(), []);

        const tag = 'registry.test/a:1';
        await fleet.moveTag(tag);
        await passHours(2);
        await until(
          async () => (await puller.readStory()).some(line => line.startsWith('Normal RefreshStarted: a (')),
          puller.readStory,
          patience,
        );
        t.false(
          (await puller.readStory()).some(line => line.includes('PodsRefused')),
          (await puller.readStory()).join(),
        );
      },
    );
  }
});

/** Watches on which nodes a container runs; ends with those where it ran, and then did not. */
async function watchGaps(api: ApiClient, namespace: string, container: string) {
  const running = new Map<string, Set<string>>();
  const lost: string[] = [];
  const watch = await watchObjects<Pod>(api, `/api/v1/namespaces/${namespace}/pods`, ({type, object}) => {
    const {metadata, spec: {nodeName = ''} = {}, status: {containerStatuses = []} = {}} = object;
    const isGone = type === 'DELETED' || metadata.deletionTimestamp !== undefined;
    const runs = !isGone && containerStatuses.some(({name, state}) => name === container && state?.running);
    const pods = running.get(nodeName) ?? new Set();
    running.set(nodeName, pods);
    if (runs) pods.add(metadata.uid);
    else if (pods.delete(metadata.uid) && pods.size === 0) lost.push(nodeName);
  });
  return {
    async end() {
      await watch.stop();
      return lost;
    },
  };
}
