import {testWith} from '../../support/needs.ts';
import {startFleet} from '../fleet/index.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';
import {imagesOf, startRefused} from './refused-puller.ts';

const namespace = 'elsewhere';

testWith(
  controlPlane,
  "where the namespace's default node selector matches no node, the pods that do not start are told, and that they do once it is mended",
  async (t, machine) => {
    const cluster = await startCluster(t, machine, {apiServerFlags: ['--enable-admission-plugins=PodNodeSelector']});
    const fleet = await startFleet(t, cluster);
    await fleet.addNodes(2);
    const {puller, untilSaid, untilHeld, readWaiting} = await startRefused(t, cluster, namespace);
    const select = (selector: string | null) =>
      cluster.admin.ask('PATCH', `/api/v1/namespaces/${namespace}`, {
        metadata: {annotations: {'scheduler.alpha.kubernetes.io/node-selector': selector}},
      });
    await select('pool=none');
    await puller.edit({IMAGES: imagesOf('a')});
    await untilSaid(
      /Warning PodsNotStarting: new pods do not start on 2 of 2 nodes \(node-1, node-2\), .*namespace's default node selector .*: Unschedulable: 0\/2 nodes are available: .*node affinity\/selector/,
    );
    const [image] = (await readWaiting()) ?? [];
    t.like(image, {waiting: 2});

    await select(null);
    await cluster.admin.ask('DELETE', `/api/v1/namespaces/${namespace}/pods`);
    await untilHeld('a');
    await untilSaid('Normal PodsStarted: the pods start on every node again');
    t.deepEqual(
      (await readWaiting())?.flatMap(({reasons}) => reasons),
      [],
    );
  },
);
