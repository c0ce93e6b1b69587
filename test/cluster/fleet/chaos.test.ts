import {isDeepStrictEqual} from 'node:util';
import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';
import {startChaos} from './chaos.ts';
import {startFleetPuller} from './fleet-puller.ts';
import {watchImages} from './image-watch.ts';
import {startFleet, unhurried} from './index.ts';

/** Enough to have all kinds of trouble; with 500 it takes four minutes and seven of a CPU. */
const count = Number(process.env.FLEET_NODES ?? 60);
const limit = Math.floor(count / 10);
const patience = 300_000;
const image = (letter: string) => `registry.test/${letter}:1`;
const listImages = (letters: string) => [...letters].map(letter => `${letter}=${image(letter)}`).join(';');

testsWith(controlPlane, 'a fleet in trouble', machine => {
  test(`through a warm-up, an edit and a refresh of ${count} nodes, of which 3% can't pull one image and 1% none, with functions killed at any moment, never more than ROLLOUT_MAX_NODES nodes pull, nothing that is held is let go of, and all ends well`, async t => {
    t.timeout(900_000);
    const cluster = await startCluster(t, machine, unhurried);
    const fleet = await startFleet(t, cluster, {backOff: 5000});
    const nodes = await fleet.addNodes(count);
    const broken = nodes.slice(0, Math.ceil(count / 100));
    const ill = nodes.slice(broken.length, broken.length + Math.ceil((count * 3) / 100));
    for (const letter of 'ac') await fleet.failImage(image(letter), broken);
    await fleet.failImage(image('b'), [...broken, ...ill]);
    const [all, sound] = [count - broken.length, count - broken.length - ill.length];

    const puller = await startFleetPuller(t, cluster, 'chaos', {ROLLOUT_MAX_NODES: `${limit}`});
    const watch = await watchImages(cluster.admin, 'chaos');
    const story = async () => ({
      a: watch.countHeld(image('a')),
      b: watch.countHeld(image('b')),
      c: watch.countHeld(image('c')),
      pulling: watch.countPulling(),
      status: await puller.readStatus().catch(String),
      daemonSet: (await puller.view.readDaemonSet())?.status,
      events: await puller.view.readStory(),
    });
    const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
    t.log(`SEED=${seed}`);
    const chaos = startChaos(puller.installation, seed);
    t.teardown(() => chaos.stop());
    const untilHeld = async (what: string, isSo: () => boolean) => {
      const begun = performance.now();
      await until(isSo, story, patience);
      t.log(`${what}: ${((performance.now() - begun) / 1000).toFixed(0)} s, ${chaos.kills} kills so far`);
    };

    await puller.view.edit({IMAGES: listImages('ab'), ROLLOUT_MAX_NODES: `${limit}`});
    await untilHeld('warm-up', () => watch.countHeld(image('a')) >= sound && watch.countHeld(image('b')) === sound);
    await puller.view.edit({IMAGES: listImages('abc'), ROLLOUT_MAX_NODES: `${limit}`});
    await untilHeld('edit', () => watch.countHeld(image('c')) >= sound);
    // Two minutes that an image has to fail for, and a minute that a pod has to be stuck for, have passed.
    await chaos.passHours(1);
    await untilHeld('apart', () => ['a', 'c'].every(letter => watch.countHeld(image(letter)) === all));
    const moved = await fleet.moveTag(image('a'));
    await chaos.passHours(3);
    await untilHeld('refresh', () => watch.countHeld(image('a'), moved) === all);
    await chaos.stop();
    const expected = [
      {name: 'a', held: all, failing: broken.length},
      {name: 'b', held: sound, failing: broken.length + ill.length},
      {name: 'c', held: all, failing: broken.length},
    ];
    const readCounts = async () =>
      (await puller.readStatus()).images.map(({name, held, failing}) => ({name, held, failing}));
    await until(async () => isDeepStrictEqual(await readCounts(), expected), story, patience);

    const {mostPulling, lost} = await watch.end();
    t.deepEqual(lost, []);
    t.log(`nodes that pulled at once, at the most: ${JSON.stringify(mostPulling)}`);
    t.true((mostPulling.all ?? 0) <= limit, `of ${limit}`);
    t.true((mostPulling['kubernetes-image-puller'] ?? 0) > limit / 2, 'waves were used up');
    const events = await puller.view.readStory();
    const isolated = events.filter(line => line.includes(' ImageIsolated: ')).map(line => line.split(' ')[2]);
    t.deepEqual(isolated, ['b'], 'the broken nodes are not the fault of the others');
    t.true(
      events.some(line => /^Warning ImageFailing: b \(.*: (not found: ErrImagePull|ImagePullBackOff): /.test(line)),
    );
  });
});
