import {defaultOptions} from '@image-puller/knative/resources';
import {buildFormerSelector, buildSelector} from '@image-puller/shared/daemonset';
import {annotations} from '@image-puller/shared/names';
import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {leaveEarlier} from '../functions/index.ts';
import {controlPlane} from '../needs.ts';
import {imagesOf} from '../room/refused-puller.ts';
import {patience, startPuller} from '../room/start-puller.ts';
import {startCluster} from '../start.ts';
import {takeSelector} from '../upgrade/procedure.ts';
import {openShell} from '../upgrade/shell.ts';
import {watchImages} from './image-watch.ts';
import {startFleet, unthrottled} from './index.ts';

const namespace = 'images';
const name = 'kubernetes-image-puller';
const [count, limit] = [12, 3];
const [a, b] = ['registry.test/a:1', 'registry.test/b:1'];

testWith(
  controlPlane,
  `renamed and named back a DaemonSet has the selector of this version on ${count} nodes: in waves, while an image fails for some time, and no node loses an image`,
  async (t, machine) => {
    const cluster = await startCluster(t, machine, unthrottled);
    const fleet = await startFleet(t, cluster);
    const nodes = await fleet.addNodes(count);
    const data = {IMAGES: imagesOf('a', 'b'), ROLLOUT_MAX_NODES: `${limit}`};
    const {sleepImage} = defaultOptions;
    await leaveEarlier(cluster.admin, namespace, sleepImage, data, buildFormerSelector(name));
    const watch = await watchImages(cluster.admin, namespace);
    const readHeld = () => [watch.countHeld(a), watch.countHeld(b)].join();
    await until(() => readHeld() === `${count},${count}`, readHeld, patience);
    const {puller, passHours, readState, untilHeld} = await startPuller(t, cluster, namespace);
    await untilHeld('a', 'b');

    // What runs goes on; what asks for it again does not get it, and goes apart after two minutes.
    await fleet.failImage(b, nodes);
    const shell = await openShell(cluster, namespace);
    await shell(takeSelector.rename);
    const readNew = () => puller.readDaemonSet(`${name}-2`);
    const isNoted = async () =>
      (await readNew())?.metadata.annotations?.[annotations.lanes]?.includes('"is":"failing"') === true;
    await until(isNoted, readState, patience);
    await passHours(1);
    const isUp = async () => {
      const {updatedNumberScheduled = 0, numberAvailable = 0} = (await readNew())?.status ?? {};
      return updatedNumberScheduled === count && numberAvailable === count;
    };
    await until(isUp, async () => [await readNew(), await readState()], patience);
    t.truthy(await puller.readDaemonSet(), 'it alone holds the image that fails now');
    await fleet.mendImage(b);
    for (const command of [takeSelector.untilRenamed, takeSelector.nameBack, takeSelector.untilBack])
      await shell(command);
    t.deepEqual((await puller.readDaemonSet())?.spec?.selector, {matchLabels: buildSelector(name)});
    const {lost} = await watch.end();
    t.deepEqual(lost, []);
  },
);
