import type {Live} from '@image-puller/shared/live';
import type {Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import type {Contract, ControllerCluster} from '../contract.ts';
import {applyHolder, badImages, buildHolder, goodImages, readHolder, untilSettled, untilStatus} from './holder.ts';
import {imageOf, isReady, listPods, nodesOf, recordPods, uidsOf} from './pods.ts';

const [first, second] = goodImages;
const [bad, otherBad] = badImages;

/** Waits until so many pods hold an image, Ready or not. */
const untilCount = (cluster: ControllerCluster, image: string, count: number) =>
  until(
    async () => (await listPods(cluster)).filter(pod => imageOf(pod) === image).length === count,
    () => listPods(cluster),
    cluster.deadline,
  );

/** Of two pods that were made in the same second Kubernetes takes the first by name for the older one. */
const untilOlder = (pods: readonly Live<Pod>[]) =>
  until(() => pods.every(({metadata}) => Date.now() - Date.parse(metadata.creationTimestamp ?? '') > 1000));

const holding = async (cluster: ControllerCluster, image: string) =>
  (await listPods(cluster)).filter(pod => imageOf(pod) === image);

export const rollingUpdateContracts: readonly Contract<ControllerCluster>[] = [
  {
    title: 'with maxSurge an old pod stays until the new one is Ready, and no more nodes than that pull at a time',
    check: async (t, cluster) => {
      const nodes = (await cluster.addNodes(5)).toSorted();
      const strategy = {maxSurge: '40%'};
      await applyHolder(cluster, buildHolder(cluster, first, {strategy}));
      await untilSettled(cluster, 5);
      const record = await recordPods(t, cluster);
      await applyHolder(cluster, buildHolder(cluster, second, {strategy}));
      await untilSettled(cluster, 5);
      const moments = record.moments();
      for (const pods of moments) t.deepEqual(nodesOf(pods.filter(isReady)), nodes);
      const pulling = moments.map(pods => nodesOf(pods.filter(pod => imageOf(pod) === second && !isReady(pod))).length);
      t.is(Math.max(...pulling), 2);
      t.deepEqual((await readHolder(cluster))?.status, {
        currentNumberScheduled: 5,
        numberMisscheduled: 0,
        desiredNumberScheduled: 5,
        numberReady: 5,
        observedGeneration: 2,
        updatedNumberScheduled: 5,
        numberAvailable: 5,
      });
    },
  },
  {
    title: 'with maxUnavailable a new pod comes when the old one has gone, on no more nodes than that at a time',
    check: async (t, cluster) => {
      await cluster.addNodes(5);
      const strategy = {maxUnavailable: 2};
      await applyHolder(cluster, buildHolder(cluster, first, {strategy}));
      await untilSettled(cluster, 5);
      const record = await recordPods(t, cluster);
      await applyHolder(cluster, buildHolder(cluster, second, {strategy}));
      await untilSettled(cluster, 5);
      const moments = record.moments();
      t.is(Math.min(...moments.map(pods => nodesOf(pods.filter(isReady)).length)), 3);
      for (const pods of moments) t.is(pods.length, nodesOf(pods).length, 'never two on a node');
    },
  },
  {
    title: 'a new template that never gets Ready leaves the old pods as they are, and is invisible in the status',
    check: async (t, cluster) => {
      await cluster.addNodes(3);
      const strategy = {maxSurge: 1};
      await applyHolder(cluster, buildHolder(cluster, first, {strategy}));
      await untilSettled(cluster, 3);
      const before = await listPods(cluster);
      await untilOlder(before);
      const record = await recordPods(t, cluster);
      await applyHolder(cluster, buildHolder(cluster, bad, {strategy}));
      await untilCount(cluster, bad, 1);
      await untilStatus(cluster, ({observedGeneration}) => observedGeneration === 2);
      t.deepEqual((await readHolder(cluster))?.status, {
        currentNumberScheduled: 3,
        numberMisscheduled: 0,
        desiredNumberScheduled: 3,
        numberReady: 3,
        observedGeneration: 2,
        numberAvailable: 3,
      });
      t.deepEqual(uidsOf(await holding(cluster, first)), uidsOf(before));
      await applyHolder(cluster, buildHolder(cluster, second, {strategy}));
      await untilSettled(cluster, 3);
      const moments = record.moments();
      t.is(Math.max(...moments.map(pods => pods.filter(pod => imageOf(pod) === bad).length)), 1);
      for (const pods of moments) t.is(nodesOf(pods.filter(isReady)).length, 3);
    },
  },
  {
    title: 'a template that goes back to what it was replaces no pod of it',
    check: async (t, cluster) => {
      await cluster.addNodes(3);
      await applyHolder(cluster, buildHolder(cluster, first));
      await untilSettled(cluster, 3);
      const before = await listPods(cluster);
      await applyHolder(cluster, buildHolder(cluster, bad));
      await untilCount(cluster, bad, 1);
      await applyHolder(cluster, buildHolder(cluster, first));
      await untilSettled(cluster, 3);
      t.deepEqual(uidsOf(await listPods(cluster)), uidsOf(before));
      t.is((await readHolder(cluster))?.status?.observedGeneration, 3);
    },
  },
  {
    title: 'a pod that is not Ready is replaced at once, on however many nodes, whatever maxSurge says',
    check: async (t, cluster) => {
      await cluster.addNodes(3);
      const strategy = {maxSurge: 1};
      await applyHolder(cluster, buildHolder(cluster, bad, {strategy}));
      await untilCount(cluster, bad, 3);
      const record = await recordPods(t, cluster);
      // Neither gets Ready anywhere: what is replaced is so without waiting for any other.
      await applyHolder(cluster, buildHolder(cluster, otherBad, {strategy}));
      await untilCount(cluster, otherBad, 3);
      await untilCount(cluster, bad, 0);
      t.is(nodesOf(await listPods(cluster)).length, 3);
      t.is(Math.max(...record.moments().map(pods => pods.length)), 6);
    },
  },
  {
    title: 'with maxUnavailable a template that never gets Ready takes down that many nodes and no more',
    check: async (t, cluster) => {
      await cluster.addNodes(3);
      const strategy = {maxUnavailable: 1};
      await applyHolder(cluster, buildHolder(cluster, first, {strategy}));
      await untilSettled(cluster, 3);
      const record = await recordPods(t, cluster);
      await applyHolder(cluster, buildHolder(cluster, bad, {strategy}));
      await untilCount(cluster, bad, 1);
      await untilStatus(
        cluster,
        ({numberUnavailable, updatedNumberScheduled}) => numberUnavailable === 1 && updatedNumberScheduled === 1,
      );
      await applyHolder(cluster, buildHolder(cluster, second, {strategy}));
      await untilSettled(cluster, 3);
      t.is(Math.min(...record.moments().map(pods => nodesOf(pods.filter(isReady)).length)), 2);
    },
  },
];
