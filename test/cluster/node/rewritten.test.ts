import test from 'ava';
import {until} from '../../support/until.ts';
import {changePods, replacePrefix} from '../admission/policy.ts';
import {buildFileImage} from '../images/index.ts';
import {startRegistry} from '../registry/index.ts';
import {measureGaps, sampleContainers} from './index.ts';
import {patience} from './patience.ts';
import {startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

testsOnNode('images that a policy takes from a mirror on a real node', shared => {
  test.serial(
    "the mirror's image is held as the list calls it; a tag that moves there is found by a refresh, and the pods are rolled without a gap",
    async t => {
      const {cluster, machine, node, registry: origin} = shared();
      const mirror = await startRegistry(t, machine);
      const first = await mirror.push('cache/team/a', '1', await buildFileImage('first'));
      const b = await origin.push('other/b', '1', await buildFileImage('b'));
      // Under its own name the image is nowhere.
      const images = {a: `${origin.host}/team/a:1`, b: `${origin.host}/other/b:1`};
      const mirrored = `${mirror.host}/cache/team/a:1`;
      const puller = await startPuller(t, shared(), 'rewritten');
      await changePods(
        t,
        cluster.admin,
        'rewritten',
        replacePrefix(`${origin.host}/team/`, `${mirror.host}/cache/team/`),
        `${origin.host}/team/tried:1`,
      );
      await puller.edit({IMAGES: `a=${images.a};b=${images.b}`});
      const {ready, images: seen} = await puller.untilImages({a: {held: 1}, b: {held: 1}});
      const held = {held: 1, started: 0, pulling: 0, failing: 0, waiting: 0, reasons: []};
      t.true(ready);
      t.deepEqual(seen, [
        {name: 'a', image: images.a, ...held, rewritten: mirrored},
        {name: 'b', image: images.b, ...held, rewritten: null},
      ]);
      const readDigests = async () =>
        (await puller.readPods())
          .flatMap(({status}) => status?.containerStatuses ?? [])
          .map(({name, imageID}) => `${name} ${imageID}`)
          .toSorted();
      const digests = (digest: string) => [`a ${mirror.host}/cache/team/a@${digest}`, `b ${origin.host}/other/b@${b}`];
      t.deepEqual(await readDigests(), digests(first));
      const isTold = (words: string) => async () => (await puller.readStory()).includes(words);
      await until(
        isTold(
          `Normal ImagesRewritten: admission writes other images into the pods: a (${images.a}) is pulled as ${mirrored}`,
        ),
        puller.readStory,
        patience,
      );

      const refresh = async (hoursAhead: number) => {
        const last = await puller.readLastRefresh();
        const asked = [mirror.requests().length, origin.requests().length];
        await puller.restart(hoursAhead);
        await until(async () => (await puller.readLastRefresh()) !== last, puller.readDecisions, patience);
        return [mirror, origin].flatMap((registry, index) =>
          registry
            .requests()
            .slice(asked[index])
            .map(({method, kind, name}) => `${method} ${kind} ${name}`),
        );
      };
      const {generation = 0} = (await puller.readDaemonSet())?.metadata ?? {};
      const readIds = () => puller.readHolders().map(({id}) => id);
      const before = readIds();
      t.deepEqual(await refresh(2), ['HEAD manifest cache/team/a', 'HEAD manifest other/b']);
      t.is((await puller.readDaemonSet())?.metadata.generation, generation, 'nothing moved');
      // The scout ends after its answer; the same containers as before are left.
      await until(() => String(readIds()) === String(before), readIds, patience);

      const moved = await mirror.push('cache/team/a', '1', await buildFileImage('moved'));
      const sampling = sampleContainers(t, node);
      await refresh(4);
      await until(async () => String(await readDigests()) === String(digests(moved)), readDigests, patience);
      const samples = sampling.stop();
      for (const name of ['a', 'b']) {
        t.deepEqual(
          measureGaps(samples, container => container.namespace === 'rewritten' && container.name === name),
          [],
          name,
        );
      }
      t.is((await puller.readDaemonSet())?.metadata.generation, generation + 1, 'one roll');
      t.deepEqual(
        origin.requests().filter(({name}) => name.startsWith('team/')),
        [],
        'nobody asks for what is in the list',
      );
    },
  );
});
