import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Event, Node, Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {type Contract, type ControllerCluster, nodeLabel} from '../contract.ts';
import {speak} from '../support/index.ts';
import {applyHolder, buildHolder, goodImages, holder, readHolder, untilSettled, untilStatus} from './holder.ts';
import {isReady, listPods, nodesOf, uidsOf} from './pods.ts';

const [image] = goodImages;

/** The status of a holder that is Ready on so many nodes. */
const settled = (nodes: number, generation = 1): DaemonSet['status'] => ({
  currentNumberScheduled: nodes,
  numberMisscheduled: 0,
  desiredNumberScheduled: nodes,
  numberReady: nodes,
  observedGeneration: generation,
  updatedNumberScheduled: nodes,
  numberAvailable: nodes,
});

const readNode = async (cluster: ControllerCluster, name: string) =>
  (await speak(cluster).send<Node>('GET', `/api/v1/nodes/${name}`)).body;

const withEffect = (name: string, effect: string) => ({key: `node.kubernetes.io/${name}`, operator: 'Exists', effect});

export const nodeContracts: readonly Contract<ControllerCluster>[] = [
  {
    title: 'a DaemonSet makes one pod for each node, which carries its labels, its owner, its node and its tolerations',
    check: async (t, cluster) => {
      const nodes = (await cluster.addNodes(3)).toSorted();
      const {metadata: owner} = await applyHolder(cluster, buildHolder(cluster, image));
      await untilSettled(cluster, 3);
      t.deepEqual((await readHolder(cluster))?.status, settled(3));
      const pods = await listPods(cluster);
      t.deepEqual(nodesOf(pods.filter(isReady)), nodes);
      for (const {metadata, spec} of pods) {
        const hash = metadata.labels?.['controller-revision-hash'];
        t.regex(metadata.name, /^holder-[a-z0-9]{5}$/);
        t.regex(String(hash), /^[a-z0-9]+$/);
        t.deepEqual(
          [metadata.generation, metadata.generateName, metadata.labels, metadata.ownerReferences],
          [
            1,
            'holder-',
            {app: holder, 'controller-revision-hash': hash, 'pod-template-generation': '1'},
            [
              {
                apiVersion: 'apps/v1',
                kind: 'DaemonSet',
                name: holder,
                uid: owner.uid,
                controller: true,
                blockOwnerDeletion: true,
              },
            ],
          ],
        );
        const matchFields = [{key: 'metadata.name', operator: 'In', values: [spec?.nodeName]}];
        const required = {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields}]}};
        t.deepEqual<unknown, unknown>(
          [spec?.affinity, spec?.tolerations],
          [
            {nodeAffinity: required},
            [
              withEffect('not-ready', 'NoExecute'),
              withEffect('unreachable', 'NoExecute'),
              withEffect('disk-pressure', 'NoSchedule'),
              withEffect('memory-pressure', 'NoSchedule'),
              withEffect('pid-pressure', 'NoSchedule'),
              withEffect('unschedulable', 'NoSchedule'),
            ],
          ],
        );
      }
      t.is(new Set(pods.map(({metadata}) => metadata.labels?.['controller-revision-hash'])).size, 1);
    },
  },
  {
    title: 'a DaemonSet for no node wants nothing, and says so for its generation',
    check: async (t, cluster) => {
      await applyHolder(cluster, buildHolder(cluster, image));
      await untilStatus(cluster, () => true);
      t.deepEqual((await readHolder(cluster))?.status, {
        currentNumberScheduled: 0,
        numberMisscheduled: 0,
        desiredNumberScheduled: 0,
        numberReady: 0,
        observedGeneration: 1,
      });
    },
  },
  {
    title: 'a node that joins gets a pod, and the others keep theirs',
    check: async (t, cluster) => {
      await cluster.addNodes(2);
      await applyHolder(cluster, buildHolder(cluster, image));
      await untilSettled(cluster, 2);
      const before = uidsOf(await listPods(cluster));
      const [joined] = await cluster.addNodes(1);
      await untilSettled(cluster, 3);
      t.deepEqual((await readHolder(cluster))?.status, settled(3));
      const added = (await listPods(cluster)).filter(({metadata}) => !before.includes(metadata.uid));
      t.deepEqual(nodesOf(added), [joined]);
    },
  },
  {
    title: 'the pod of a node that goes is still there for a while, as if nothing had happened, and then goes too',
    check: async (t, cluster) => {
      const [gone = ''] = await cluster.addNodes(2);
      await applyHolder(cluster, buildHolder(cluster, image));
      await untilSettled(cluster, 2);
      const before = uidsOf(await listPods(cluster));
      await speak(cluster).send('DELETE', `/api/v1/nodes/${gone}`);
      const pods = await listPods(cluster);
      t.deepEqual([uidsOf(pods), pods.every(isReady)], [before, true]);
      await untilSettled(cluster, 1);
      t.deepEqual((await readHolder(cluster))?.status, settled(1));
      t.false(nodesOf(await listPods(cluster)).includes(gone));
    },
  },
  {
    title: 'a node that the selector no longer wants loses its pod',
    check: async (t, cluster) => {
      const [left = ''] = await cluster.addNodes(2);
      await applyHolder(cluster, buildHolder(cluster, image));
      await untilSettled(cluster, 2);
      await speak(cluster).send('PATCH', `/api/v1/nodes/${left}`, {metadata: {labels: {[nodeLabel]: null}}});
      await untilSettled(cluster, 1);
      t.deepEqual((await readHolder(cluster))?.status, settled(1));
      t.false(nodesOf(await listPods(cluster)).includes(left));
    },
  },
  {
    title: 'a node that is cordoned keeps its pod, and gets the next one',
    check: async (t, cluster) => {
      const [cordoned = ''] = await cluster.addNodes(1);
      await applyHolder(cluster, buildHolder(cluster, image));
      await untilSettled(cluster, 1);
      await speak(cluster).send('PATCH', `/api/v1/nodes/${cordoned}`, {spec: {unschedulable: true}});
      const before = uidsOf(await listPods(cluster));
      await applyHolder(cluster, buildHolder(cluster, goodImages[1]));
      await untilSettled(cluster, 1);
      t.deepEqual((await readHolder(cluster))?.status, settled(1, 2));
      t.notDeepEqual(uidsOf(await listPods(cluster)), before);
    },
  },
  {
    title: 'a node that is not heard of keeps its pod, which is not Ready then, and is no longer wanted',
    check: async (t, cluster) => {
      const [lost = ''] = await cluster.addNodes(2);
      await applyHolder(cluster, buildHolder(cluster, image));
      await untilSettled(cluster, 2);
      const before = uidsOf(await listPods(cluster));
      await cluster.loseNode(lost);
      await untilStatus(cluster, ({numberReady}) => numberReady === 1);
      await until(
        async () => ((await readNode(cluster, lost)).spec?.taints ?? []).length === 2,
        () => readNode(cluster, lost),
        cluster.deadline,
      );
      // The DaemonSet controller is not told of a taint that makes it do nothing; it sees it when it looks again.
      await applyHolder(cluster, buildHolder(cluster, image, {metadata: {labels: {look: 'again'}}}));
      await untilStatus(cluster, ({numberMisscheduled}) => numberMisscheduled === 1);
      t.deepEqual((await readHolder(cluster))?.status, {...settled(1), numberMisscheduled: 1});
      t.deepEqual(uidsOf(await listPods(cluster)), before);
      const {status, spec} = await readNode(cluster, lost);
      t.is(status?.conditions?.find(({type}) => type === 'Ready')?.status, 'Unknown');
      t.deepEqual(
        // The node lifecycle controller adds each in a pass of its own, in either order.
        spec?.taints?.map(({key, effect}) => `${key}:${effect}`).toSorted(),
        ['node.kubernetes.io/unreachable:NoExecute', 'node.kubernetes.io/unreachable:NoSchedule'],
      );
    },
  },
  {
    title: 'a pod that someone deletes is made again, and the DaemonSet tells of each pod it makes',
    check: async (t, cluster) => {
      const {send, pods, events} = speak(cluster);
      await cluster.addNodes(1);
      const {metadata: owner} = await applyHolder(cluster, buildHolder(cluster, image));
      await untilSettled(cluster, 1);
      const [first] = await listPods(cluster);
      const deleted = await send<Live<Pod>>('DELETE', `${pods}/${first?.metadata.name}`);
      const {uid, generation, deletionGracePeriodSeconds} = deleted.body.metadata;
      t.deepEqual<unknown, unknown>(
        {status: deleted.status, uid, generation, deletionGracePeriodSeconds},
        {status: 200, uid: first?.metadata.uid, generation: 2, deletionGracePeriodSeconds: 1},
        'it has the time that it asked for',
      );
      await until(
        async () => (await listPods(cluster)).some(pod => isReady(pod) && pod.metadata.uid !== first?.metadata.uid),
        () => listPods(cluster),
        cluster.deadline,
      );
      await untilSettled(cluster, 1);
      const [second] = await listPods(cluster);
      const list = async () => {
        const query = new URLSearchParams({fieldSelector: `involvedObject.uid=${owner.uid},reason=SuccessfulCreate`});
        const {body} = await send<{readonly items: readonly Event[]}>('GET', `${events}?${query}`);
        return body.items.map(({type, message, source}) => ({type, message, source}));
      };
      await until(async () => (await list()).length === 2, list, cluster.deadline);
      const told = [first, second].map(pod => ({
        type: 'Normal',
        message: `Created pod: ${pod?.metadata.name}`,
        source: {component: 'daemonset-controller'},
      }));
      t.deepEqual(new Set(await list()), new Set(told));
    },
  },
];
