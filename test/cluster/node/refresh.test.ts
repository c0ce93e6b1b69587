import test from 'ava';
import type {Pod, PodList} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {startFleet} from '../fleet/index.ts';
import {buildFileImage} from '../images/index.ts';
import {startRegistry} from '../registry/index.ts';
import {measureGaps, sampleContainers} from './index.ts';
import {patience} from './patience.ts';
import {writePullSecret} from './pods.ts';
import {startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

const alice = {user: 'alice', password: 'right'};
const count = 20;

testsOnNode('a refresh asks one node on a real node', shared => {
  test.serial(
    'twenty images on five nodes: where nothing has moved, one node asks for each once, no container restarts, and one annotation is written; where a tag has moved, the pods are rolled once, without a gap',
    async t => {
      const {cluster, machine, node} = shared();
      const {admin} = cluster;
      const registry = await startRegistry(t, machine);
      const shut = await startRegistry(t, machine, {credentials: [alice]});
      const names = Array.from({length: count}, (_, index) => `image-${index}`);
      const [secret, ...open] = names;
      await shut.push(secret ?? '', '1', await buildFileImage('secret'));
      for (const name of open) await registry.push(name, '1', await buildFileImage(name));
      const locate = (name: string) => `${name === secret ? shut.host : registry.host}/${name}:1`;
      const puller = await startPuller(t, shared(), 'asking');
      // They play their containers, and can't be asked.
      const fleet = await startFleet(t, cluster);
      await fleet.addNodes(4);
      t.teardown(() => fleet.removeNodes(fleet.nodes));
      await writePullSecret(admin, 'asking', 'pull', shut, alice);
      await puller.edit({
        IMAGES: names.map(name => `${name}=${locate(name)}`).join(';'),
        IMAGE_PULL_SECRETS: 'pull',
        CACHING_CPU_REQUEST: '1m',
      });
      await puller.untilImages(Object.fromEntries(names.map(name => [name, {held: 5}])), 2 * patience);

      const readNoted = async () =>
        (await puller.readDaemonSet())?.metadata.annotations?.['kubernetes-image-puller/images'] ?? '';
      await until(async () => (await readNoted()).split('"held"').length === count + 1, readNoted, patience);

      const readPods = async () => (await admin.ask<PodList>('GET', '/api/v1/namespaces/asking/pods')).items;
      // Where a registry asks who it is, the node asks again.
      const listRequests = (since: readonly number[]) =>
        [registry, shut]
          .flatMap((one, index) => one.requests().slice(since[index]))
          .filter(({status}) => status !== 401)
          .map(({method, kind, name}) => `${method} ${kind} ${name}`);
      const readContainers = async () => describe(await readPods());
      const [before, daemonSet, asked] = [
        await readContainers(),
        await puller.readDaemonSet(),
        [registry.requests().length, shut.requests().length],
      ];
      await puller.restart(2);
      await until(async () => (await puller.readLastRefresh()) !== undefined, puller.readDecisions, patience);
      await until(async () => (await readPods()).length === 5, readContainers, patience);
      const {'kubernetes-image-puller/last-refresh': first, ...others} =
        (await puller.readDaemonSet())?.metadata.annotations ?? {};
      t.truthy(first);
      t.deepEqual(others, daemonSet?.metadata.annotations);
      t.deepEqual(await readContainers(), before);
      const requests = listRequests(asked);
      t.log(`${requests.length} requests of a node for ${count} images on 5 nodes`);
      t.deepEqual(requests.toSorted(), names.map(name => `HEAD manifest ${name}`).toSorted());

      const digest = await registry.push('image-7', '1', await buildFileImage('moved'));
      const sampling = sampleContainers(t, node);
      await puller.restart(4);
      const readHeld = async () => (await puller.readPods()).find(({spec}) => spec?.nodeName === node.name);
      const isMoved = (pod: Pod | undefined) =>
        pod?.status?.containerStatuses?.some(
          ({name, imageID, ready}) => name === 'image-7' && ready && imageID.endsWith(digest),
        ) === true;
      await until(
        async () => isMoved(await readHeld()) && (await readPods()).length === 5,
        puller.readDecisions,
        2 * patience,
      );
      const samples = sampling.stop();
      for (const name of names) {
        t.deepEqual(
          measureGaps(samples, container => container.namespace === 'asking' && container.name === name),
          [],
          name,
        );
      }
      t.is((await puller.readDaemonSet())?.metadata.generation, (daemonSet?.metadata.generation ?? 0) + 1, 'one roll');
      t.true((await puller.readStory()).some(line => line.startsWith('Normal RefreshStarted: image-7 (')));
    },
  );
});

/** Each container of each pod, with how often it began anew. */
const describe = (pods: readonly Pod[]): readonly string[] =>
  pods
    .flatMap(({metadata, status}) =>
      (status?.containerStatuses ?? []).map(({name, restartCount}) => `${metadata?.uid} ${name} ${restartCount}`),
    )
    .toSorted();
