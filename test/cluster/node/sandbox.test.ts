import test from 'ava';
import {until} from '../../support/until.ts';
import {buildFileImage} from '../images/index.ts';
import {measureGaps, sampleContainers} from './index.ts';
import {patience} from './patience.ts';
import {startPuller} from './puller.ts';
import {testsOnNode} from './shared-node.ts';

testsOnNode('pods that get no sandbox on a real node', shared => {
  test.serial(
    "while the pods' network is broken the status says why they do not begin, and what is held stays; when it is mended they begin, and the reason is gone",
    async t => {
      const {registry, node} = shared();
      for (const name of 'ab')
        await registry.push(`sandbox/${name}`, '1', await buildFileImage(`${name} in a sandbox`));
      const list = (letters: string) =>
        [...letters].map(letter => `${letter}=${registry.host}/sandbox/${letter}:1`).join(';');
      const puller = await startPuller(t, shared(), 'sandbox');
      await puller.edit({IMAGES: list('a')});
      await puller.untilImages({a: {held: 1}});

      const sampling = sampleContainers(t, node);
      t.teardown(() => node.mendPodNetwork());
      await node.breakPodNetwork();
      await puller.edit({IMAGES: list('ab')});
      const readConditions = async () =>
        (await puller.readPods()).map(
          ({status}) => status?.conditions?.find(({type}) => type === 'PodReadyToStartContainers')?.status,
        );
      await until(async () => (await readConditions()).includes('False'), readConditions, patience);
      const readReasons = async () => (await puller.readStatus())?.images.map(({reasons}) => reasons.join());
      await until(async () => (await readReasons())?.[1] !== '', readReasons, patience);
      const status = await puller.readStatus();
      t.false(status?.ready);
      const [a, b] = status?.images ?? [];
      t.like(a, {held: 1, reasons: []});
      t.like(b, {held: 0, pulling: 0, failing: 0, waiting: 1});
      const [reason = ''] = b?.reasons ?? [];
      t.log(reason);
      t.regex(
        reason,
        /^FailedCreatePodSandBox: Failed to create pod sandbox: .* for sandbox: plugin type="bridge" failed \(add\): failed to find plugin "bridge" .*\(1 node\)$/,
      );

      await node.mendPodNetwork();
      await puller.untilImages({a: {held: 1}, b: {held: 1}});
      t.deepEqual(
        (await puller.readStatus())?.images.map(({reasons}) => reasons),
        [[], []],
      );
      t.true((await puller.readStatus())?.ready);
      t.deepEqual(
        measureGaps(sampling.stop(), container => container.namespace === 'sandbox' && container.name === 'a'),
        [],
      );
    },
  );

  test.serial('where the first pods get none, that is said as well', async t => {
    const {registry, node} = shared();
    await registry.push('first/a', '1', await buildFileImage('a at first'));
    const puller = await startPuller(t, shared(), 'first');
    t.teardown(() => node.mendPodNetwork());
    await node.breakPodNetwork();
    await puller.edit({IMAGES: `a=${registry.host}/first/a:1`});
    const readImages = async () => (await puller.readStatus())?.images;
    await until(async () => (await readImages())?.[0]?.reasons.length === 1, readImages, patience);
    t.like((await readImages())?.[0], {held: 0, started: 0, pulling: 0, failing: 0, waiting: 1});
    t.regex((await readImages())?.[0]?.reasons[0] ?? '', /^FailedCreatePodSandBox: /);
    await node.mendPodNetwork();
    await puller.untilImages({a: {held: 1}});
    t.true((await puller.readStatus())?.ready);
  });
});
