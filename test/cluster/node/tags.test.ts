import test from 'ava';
import {until} from '../../support/until.ts';
import {buildFileImage, buildIndex, buildSleepImage} from '../images/index.ts';
import {startRegistry} from '../registry/index.ts';
import {patience} from './patience.ts';
import {removePod, tryPod} from './pods.ts';
import {startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

const alice = {user: 'alice', password: 'right'};
const names = ['moving', 'again', 'twin', 'other-twin', 'private'];

testsOnNode('tags as a real node sees them', shared => {
  test.serial(
    'a mirror that lags, the same content again or under two names roll nothing; what has moved rolls the pods once, when the mirror has it; a registry that only the node itself may ask is asked by it',
    async t => {
      const {cluster, machine, node} = shared();
      const [origin, mirror, shut] = await Promise.all([
        startRegistry(t, machine),
        startRegistry(t, machine),
        startRegistry(t, machine, {credentials: [alice]}),
      ]);
      await node.reachRegistry(origin.host, {mirror: mirror.host});
      await node.reachRegistry(shut.host, {credentials: alice});
      const twins = await buildFileImage('twins');
      const again = await buildFileImage('again');
      for (const registry of [origin, mirror]) {
        await registry.push('moving', '1', await buildFileImage('before'));
        await registry.push('again', '1', again);
        for (const name of ['twin', 'other-twin']) await registry.push(name, '1', twins);
      }
      await shut.push('private', '1', await buildSleepImage(machine.directory, 'private'));
      const puller = await startPuller(t, shared(), 'tags');
      await puller.edit({
        IMAGES: names.map(name => `${name}=${(name === 'private' ? shut : origin).host}/${name}:1`).join(';'),
        CACHING_CPU_REQUEST: '1m',
      });
      await puller.untilImages(Object.fromEntries(names.map(name => [name, {held: 1}])));

      const readContainers = async () => {
        const pods = await puller.readPods();
        return pods
          .flatMap(({metadata, status}) =>
            (status?.containerStatuses ?? []).map(
              ({name, imageID, restartCount, ready}) =>
                ({name, pod: metadata?.uid, restartCount, ready, digest: imageID.split('@')[1] ?? ''}) as const,
            ),
          )
          .toSorted((a, b) => a.name.localeCompare(b.name));
      };
      const identify = async () =>
        (await readContainers()).map(({name, pod, restartCount}) => [name, pod, restartCount]);
      const refresh = async (hoursAhead: number) => {
        const last = await puller.readLastRefresh();
        await puller.restart(hoursAhead);
        await until(async () => (await puller.readLastRefresh()) !== last, puller.readDecisions, 2 * patience);
      };
      const user = {name: 'user', image: `${shut.host}/private:1`, node: node.name};
      t.is(await tryPod(cluster.admin, 'default', user), 'runs', "a user's pod, without a Secret");
      await removePod(cluster.admin, 'default', user.name);
      const before = await identify();
      const {generation = 0} = (await puller.readDaemonSet())?.metadata ?? {};

      const moved = await origin.push('moving', '1', await buildFileImage('after'));
      const index = await mirror.push('again', '1', buildIndex([again]));
      const [asked, askedShut] = [mirror.requests().length, shut.requests().length];
      await refresh(2);
      t.deepEqual(await identify(), before);
      t.is((await puller.readDaemonSet())?.metadata.generation, generation);
      const requests = mirror.requests().slice(asked);
      t.deepEqual(
        requests.flatMap(({method, name}) => (method === 'HEAD' ? name : [])).toSorted(),
        names.filter(name => name !== 'private').toSorted(),
      );
      t.true(node.hasContent(index), 'the node has seen the new index');
      t.deepEqual(
        shut
          .requests()
          .slice(askedShut)
          .map(({method, name, status}) => `${method} ${name} ${status}`),
        ['HEAD private 200'],
      );

      await mirror.push('moving', '1', await buildFileImage('after'));
      await mirror.push('other-twin', '1', await buildFileImage('alone'));
      await refresh(4);
      const isMoved = async () =>
        (await readContainers()).some(({name, digest, ready}) => name === 'moving' && ready && digest === moved);
      await until(isMoved, readContainers, patience);
      t.is((await puller.readDaemonSet())?.metadata.generation, generation + 1, 'one roll');
      const told = (await puller.readStory()).filter(line => line.startsWith('Normal RefreshStarted: '));
      t.is(told.length, 1);
      t.regex(told[0] ?? '', /moving .*other-twin /);
      t.notRegex(told[0] ?? '', /again|private| twin/);
    },
  );
});
