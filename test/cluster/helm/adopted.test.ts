import type {Pod} from 'kubernetes-types/core/v1';
import {listPods} from '../../support/kubernetes/index.ts';
import {testWith} from '../../support/needs.ts';
import {startFleet} from '../fleet/index.ts';
import {controlPlane} from '../needs.ts';
import {imagesOf} from '../room/refused-puller.ts';
import {startPuller} from '../room/start-puller.ts';
import {startCluster} from '../start.ts';
import {render} from './render.ts';

const release = 'kubernetes-image-puller';

testWith(
  controlPlane,
  "a pod that is nobody's, with the labels that the chart gives it, now or in an earlier version, outlives a rollout of the DaemonSet of that name",
  async (t, machine) => {
    const cluster = await startCluster(t, machine);
    const fleet = await startFleet(t, cluster);
    const nodes = await fleet.addNodes(2);
    const {puller, readPods, readState, untilHeld} = await startPuller(t, cluster, 'images');
    await puller.edit({IMAGES: imagesOf('a')});
    await untilHeld('a');

    const [testPod] = listPods(await render(machine, {}, release)).filter(({of}) => of.startsWith('Pod '));
    const labels = testPod?.labels ?? {};
    t.is(labels['app.kubernetes.io/name'], release);
    const wanted = {now: labels, before: {...labels, 'app.kubernetes.io/instance': release}};
    const readOthers = async () =>
      (await readPods())
        .filter(({metadata}) => Object.keys(wanted).includes(metadata?.name ?? ''))
        .map(({metadata}) => ({
          uid: metadata?.uid,
          labels: metadata?.labels,
          owners: metadata?.ownerReferences,
          ends: metadata?.deletionTimestamp,
        }));
    for (const [name, podLabels] of Object.entries(wanted)) {
      await cluster.admin.ask('POST', '/api/v1/namespaces/images/pods', buildPod(name, podLabels, nodes[0] ?? ''));
    }
    const before = await readOthers();
    t.deepEqual(
      before.map(({labels: found, owners, ends}) => ({found, owners, ends})),
      [wanted.before, wanted.now].map(found => ({found, owners: undefined, ends: undefined})),
    );

    // Its controller claims pods each time that it looks at the DaemonSet.
    await puller.edit({IMAGES: imagesOf('b')});
    await untilHeld('b');
    t.deepEqual(await readOthers(), before, JSON.stringify(await readState()));
  },
);

const buildPod = (name: string, labels: Readonly<Record<string, string>>, nodeName: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name, labels: {...labels}},
  spec: {nodeName, containers: [{name: 'test', image: 'registry.test/test:1'}]},
});
