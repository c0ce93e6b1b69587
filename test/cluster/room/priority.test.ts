import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {startFleet} from '../fleet/index.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';
import {imagesOf, startRefused} from './refused-puller.ts';

const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';

testWith(
  controlPlane,
  'a priority class that evicts nobody leaves the surge; made anew with another value it costs the surge, and no pod is replaced for that',
  async (t, machine) => {
    const cluster = await startCluster(t, machine);
    const fleet = await startFleet(t, cluster);
    await fleet.addNodes(2);
    const {puller, untilHeld, readPods, passHours} = await startRefused(t, cluster, 'priority');
    const readStrategy = async () => (await puller.readDaemonSet())?.spec?.updateStrategy?.rollingUpdate;
    const surges = async () => (await readStrategy())?.maxUnavailable === 0;
    const make = (value: number) => cluster.admin.ask('POST', classes, {metadata: {name: 'holders'}, value});
    await make(-5);
    await puller.edit({IMAGES: imagesOf('a'), PRIORITY_CLASS_NAME: 'holders'});
    await untilHeld('a');
    t.true(await surges(), JSON.stringify(await readStrategy()));
    const before = await readPods();

    await cluster.admin.ask('DELETE', `${classes}/holders`);
    await make(1000);
    // As the tick does.
    await passHours(0);
    await until(async () => !(await surges()), readStrategy);
    t.deepEqual(await readPods(), before);
  },
);
