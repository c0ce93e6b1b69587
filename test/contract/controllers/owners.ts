import type {Live} from '@image-puller/shared/live';
import type {ExecutionContext} from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap, Pod} from 'kubernetes-types/core/v1';
import {buildConfigMap} from '../../support/kubernetes/index.ts';
import {until} from '../../support/until.ts';
import type {Contract, ControllerCluster} from '../contract.ts';
import {openWatch, speak} from '../support/index.ts';
import {applyHolder, buildHolder, goodImages, holder, readHolder, untilSettled} from './holder.ts';
import {listPods, uidsOf} from './pods.ts';

const [image] = goodImages;

const createOwner = async (cluster: ControllerCluster, name: string) => {
  const {send, configMaps} = speak(cluster);
  return (await send<Live<ConfigMap>>('POST', configMaps, buildConfigMap(name))).body;
};

const refer = ({metadata: {name, uid}}: Live<ConfigMap>, more: object = {controller: true}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
  uid,
  ...more,
});

/** The number that every change of any object has, when an object went, or began to go. */
const versionsOf = async <T extends {metadata?: object}>(
  t: ExecutionContext,
  cluster: ControllerCluster,
  path: string,
) => {
  const watch = await openWatch<Live<T & {metadata?: {deletionTimestamp?: string}}>>(t, cluster, `${path}?watch=true`);
  const find = (isSo: (event: (typeof watch.events)[number]) => boolean) => () =>
    watch.events.filter(isSo).map(({object}) => Number(object.metadata.resourceVersion));
  return {
    began: find(({type, object}) => type === 'DELETED' || object.metadata.deletionTimestamp !== undefined),
    ended: find(({type}) => type === 'DELETED'),
  };
};

/** A holder on two nodes, which belongs to a ConfigMap; and when each of them goes. */
async function startOwned(t: ExecutionContext, cluster: ControllerCluster, reference: object) {
  const {configMaps, daemonSets, pods} = speak(cluster);
  await cluster.addNodes(2);
  const owner = await createOwner(cluster, 'owner');
  const ownerReferences = [refer(owner, reference)];
  const owned = await applyHolder(cluster, buildHolder(cluster, image, {metadata: {ownerReferences}}));
  await untilSettled(cluster, 2);
  return {
    owner,
    owned,
    configMaps: await versionsOf<ConfigMap>(t, cluster, configMaps),
    daemonSets: await versionsOf<DaemonSet>(t, cluster, daemonSets),
    pods: await versionsOf<Pod>(t, cluster, pods),
  };
}

const untilAllGone = (cluster: ControllerCluster) =>
  until(
    async () => (await readHolder(cluster)) === undefined && (await listPods(cluster)).length === 0,
    async () => ({holder: await readHolder(cluster), pods: await listPods(cluster)}),
    cluster.deadline,
  );

export const ownerContracts: readonly Contract<ControllerCluster>[] = [
  {
    title: 'with its ConfigMap a DaemonSet goes, and with that its pods, in this order',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const went = await startOwned(t, cluster, {controller: true});
      t.is((await send<{readonly kind: string}>('DELETE', `${configMaps}/owner`)).body.kind, 'Status');
      await untilAllGone(cluster);
      await until(
        () => went.pods.ended().length === 2 && went.daemonSets.ended().length === 1,
        () => ({pods: went.pods.ended(), daemonSets: went.daemonSets.ended()}),
        cluster.deadline,
      );
      const [configMap = 0] = went.configMaps.ended();
      const [daemonSet = 0] = went.daemonSets.began();
      t.true(configMap < daemonSet);
      t.true(daemonSet < Math.min(...went.pods.began()));
    },
  },
  {
    title: 'Orphan: the DaemonSet of a deleted ConfigMap stays as it is, without its owner',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const {owned} = await startOwned(t, cluster, {controller: true});
      const before = await listPods(cluster);
      const deleted = await send<Live<ConfigMap>>('DELETE', `${configMaps}/owner?propagationPolicy=Orphan`);
      t.deepEqual(deleted.body.metadata.finalizers, ['orphan']);
      await until(async () => (await send('GET', `${configMaps}/owner`)).status === 404, undefined, cluster.deadline);
      const {metadata, spec} = (await readHolder(cluster)) ?? {};
      const {ownerReferences: _gone, ...kept} = owned.metadata;
      t.deepEqual(
        {metadata, spec},
        {
          metadata: {...kept, resourceVersion: metadata?.resourceVersion ?? ''},
          spec: owned.spec,
        },
      );
      t.deepEqual(uidsOf(await listPods(cluster)), uidsOf(before));
    },
  },
  {
    title: 'Foreground: first the pods go, then the DaemonSet, then the ConfigMap that had it deleted',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const went = await startOwned(t, cluster, {controller: true, blockOwnerDeletion: true});
      const deleted = await send<Live<ConfigMap>>('DELETE', `${configMaps}/owner?propagationPolicy=Foreground`);
      t.deepEqual(deleted.body.metadata.finalizers, ['foregroundDeletion']);
      await untilAllGone(cluster);
      await until(
        () => went.configMaps.ended().length === 1 && went.daemonSets.ended().length === 1,
        () => ({configMaps: went.configMaps.ended(), daemonSets: went.daemonSets.ended()}),
        cluster.deadline,
      );
      const [configMap = 0] = went.configMaps.ended();
      const [daemonSet = 0] = went.daemonSets.ended();
      t.true(Math.max(...went.pods.ended()) < daemonSet);
      t.true(daemonSet < configMap);
    },
  },
  {
    title:
      'a DaemonSet whose owner does not exist, by its uid, is collected; one with another owner loses the reference',
    check: async (t, cluster) => {
      await cluster.addNodes(1);
      const owner = await createOwner(cluster, 'owner');
      const stranger = {...refer(owner, {}), uid: '33333333-3333-3333-3333-333333333333'};
      const metadata = {ownerReferences: [stranger]};
      await applyHolder(cluster, buildHolder(cluster, image, {metadata}));
      await untilAllGone(cluster);
      const other = await createOwner(cluster, 'other');
      const both = {ownerReferences: [refer(other), refer(owner, {})]};
      const {uid} = (await applyHolder(cluster, buildHolder(cluster, image, {metadata: both}))).metadata;
      await untilSettled(cluster, 1);
      const {send, configMaps} = speak(cluster);
      await send('DELETE', `${configMaps}/owner`);
      await until(
        async () => (await readHolder(cluster))?.metadata.ownerReferences?.length === 1,
        () => readHolder(cluster),
        cluster.deadline,
      );
      const kept = await readHolder(cluster);
      t.deepEqual([kept?.metadata.uid, kept?.metadata.ownerReferences], [uid, [refer(other)]]);
    },
  },
  {
    title: 'pods that a DaemonSet leaves behind are taken over by the next with their selector, as they are',
    check: async (t, cluster) => {
      await cluster.addNodes(2);
      const {send, daemonSets} = speak(cluster);
      await applyHolder(cluster, buildHolder(cluster, image));
      await untilSettled(cluster, 2);
      const before = await listPods(cluster);
      await send('DELETE', `${daemonSets}/${holder}?propagationPolicy=Orphan`);
      await until(async () => (await readHolder(cluster)) === undefined, undefined, cluster.deadline);
      t.deepEqual(
        (await listPods(cluster)).map(({metadata}) => metadata.ownerReferences),
        [undefined, undefined],
      );
      const {uid} = (await applyHolder(cluster, buildHolder(cluster, image))).metadata;
      await untilSettled(cluster, 2);
      const after = await listPods(cluster);
      t.deepEqual(uidsOf(after), uidsOf(before));
      const reference = {apiVersion: 'apps/v1', kind: 'DaemonSet', name: holder, uid};
      for (const {metadata} of after)
        t.deepEqual(metadata.ownerReferences, [{...reference, controller: true, blockOwnerDeletion: true}]);
    },
  },
];
