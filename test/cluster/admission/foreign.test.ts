import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Pod} from 'kubernetes-types/core/v1';
import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {startFleet} from '../fleet/index.ts';
import {type Change, watchObjects} from '../fleet/watch-objects.ts';
import {controlPlane} from '../needs.ts';
import {startPuller} from '../room/start-puller.ts';
import {startCluster} from '../start.ts';
import {changePods, injectContainer} from './policy.ts';

const namespace = 'meshed';
const proxy = 'mesh.test/proxy:1';
const list = (version: number) => ({
  IMAGES: `a=registry.test/a:1; b=registry.test/b:${version}`,
  ROLLOUT_MAX_NODES: '1',
});

testWith(
  controlPlane,
  'while a container that a policy puts into the pods fails in all of them, an edit goes node by node, what stays is held at every moment, and Kubernetes has its waves again at the end',
  async (t, machine) => {
    t.timeout(300_000);
    const cluster = await startCluster(t, machine);
    const {admin} = cluster;
    const fleet = await startFleet(t, cluster, {backOff: 5000});
    const nodes = await fleet.addNodes(3);
    const {puller, readStatus, readPods, untilHeld, passHours, readState} = await startPuller(t, cluster, namespace);
    await puller.edit(list(1));
    await untilHeld('a', 'b');

    await fleet.failImage(proxy, nodes);
    await changePods(t, admin, namespace, injectContainer({name: 'istio-proxy', image: proxy}));
    // Each pod begins anew, as when a node is drained.
    const old = await readPods();
    for (const {metadata} of old) await admin.ask('DELETE', `/api/v1/namespaces/${namespace}/pods/${metadata?.name}`);
    const readImages = async () =>
      (await readStatus())?.images.map(({name, held, failing}) => `${name}: ${held} held, ${failing} failing`);
    const areHeld = ['a: 3 held, 0 failing', 'b: 3 held, 0 failing'];
    const isMeshed = async () => (await readPods()).every(({spec}) => spec?.containers.length === 3);
    await until(async () => (await isMeshed()) && String(await readImages()) === String(areHeld), readState, 60_000);
    const blocked =
      /^pods on 3 nodes are not Ready because of a container that this puller did not add: container istio-proxy: /;
    const readBlocked = async () => {
      const {ready, problems = []} = (await readStatus()) ?? {};
      return {ready, problems: problems.filter(problem => blocked.test(problem)).length, all: problems.length};
    };
    t.deepEqual(await readBlocked(), {ready: false, problems: 1, all: 1});
    const readTold = async () => (await puller.readStory()).filter(line => line.startsWith('Warning PodsBlocked: '));
    // The tick: of pods that someone deletes nobody is rung.
    await passHours(0);
    await until(async () => (await readTold()).length === 1, readState, 60_000);
    t.regex(
      (await readTold())[0] ?? '',
      /: container istio-proxy: .*; repair it, or keep it out of these pods with POD_LABELS or POD_ANNOTATIONS$/,
    );

    const watched = await watchRollout();
    await puller.edit(list(2));
    const isDone = async () =>
      watched.countRunning('registry.test/b:2') === 3 &&
      (await puller.readDaemonSet('kubernetes-image-puller-bridge')) === undefined &&
      (await puller.readDaemonSet())?.spec?.updateStrategy?.type === 'RollingUpdate';
    await until(isDone, async () => ({...watched.tell(), state: await readState()}), 180_000);
    const {lost, mostPulling, strategies} = await watched.end();
    t.deepEqual(lost, []);
    t.is(mostPulling, 1);
    t.deepEqual(strategies, ['RollingUpdate', 'OnDelete', 'RollingUpdate']);
    t.deepEqual(await readImages(), areHeld);
    t.deepEqual(await readBlocked(), {ready: false, problems: 1, all: 1});
    t.is((await readTold()).length, 1);
    t.deepEqual(
      (await puller.readStory()).filter(line => / Image(Failing|Isolated): /.test(line)),
      [],
      'no image of the list is blamed',
    );

    await fleet.mendImage(proxy);
    await untilHeld('a', 'b');
    t.deepEqual((await readStatus())?.problems, []);

    /** Sees every change of a pod and of the DaemonSet, from here on. */
    async function watchRollout() {
      const pods = new Map<string, Live<Pod>>();
      const lost: string[] = [];
      const strategies: string[] = [];
      let mostPulling = 0;
      const findNodes = (image: string, isSo: (pod: Live<Pod>, name: string) => boolean) =>
        new Set(
          [...pods.values()].flatMap(pod => {
            const name = pod.spec?.containers.find(container => container.image === image)?.name;
            return name !== undefined && isSo(pod, name) ? (pod.spec?.nodeName ?? []) : [];
          }),
        );
      const findState = ({status}: Live<Pod>, name: string) =>
        status?.containerStatuses?.find(container => container.name === name)?.state;
      const runs = (pod: Live<Pod>, name: string) => findState(pod, name)?.running !== undefined;
      const look = ({type, object}: Change<Pod>) => {
        // What is told to end holds nothing that can be relied on.
        if (type === 'DELETED' || object.metadata.deletionTimestamp !== undefined) pods.delete(object.metadata.uid);
        else pods.set(object.metadata.uid, object);
        const holding = findNodes('registry.test/a:1', runs);
        for (const node of nodes) if (!holding.has(node)) lost.push(`${node} by ${type} of ${object.metadata.name}`);
        mostPulling = Math.max(mostPulling, findNodes('registry.test/b:2', (pod, name) => !runs(pod, name)).size);
      };
      // What is there comes one by one.
      let isComplete = false;
      const watches = [
        await watchObjects<Pod>(admin, `/api/v1/namespaces/${namespace}/pods`, change => {
          if (isComplete) look(change);
          else pods.set(change.object.metadata.uid, change.object);
        }),
        await watchObjects<DaemonSet>(
          admin,
          `/apis/apps/v1/namespaces/${namespace}/daemonsets?fieldSelector=metadata.name%3Dkubernetes-image-puller`,
          ({object}) => {
            const {type = ''} = object.spec?.updateStrategy ?? {};
            if (type !== strategies.at(-1)) strategies.push(type);
          },
        ),
      ];
      isComplete = true;
      return {
        countRunning: (image: string) => findNodes(image, runs).size,
        tell: () => ({lost, mostPulling, strategies}),
        async end() {
          for (const watch of watches) await watch.stop();
          return {lost, mostPulling, strategies};
        },
      };
    }
  },
);
