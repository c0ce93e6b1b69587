import test from 'ava';
import type {ConfigMap, Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {testsOnFleet} from '../fleet/index.ts';
import type {Scope} from '../start.ts';
import {viewPuller} from './puller.ts';
import {applyStandaloneRights, startStandalone} from './standalone.ts';

const patience = 60_000;
const list = (tag: number) => ({IMAGES: `a=registry.test/a:${tag}`});

/** A namespace with functions that look after it, and its pods. */
async function start(t: Scope, cluster: ControlPlane, namespace: string) {
  await applyStandaloneRights(cluster, namespace);
  const restart = async () => {
    const {program} = await startStandalone(cluster, namespace);
    t.teardown(() => program.stop());
    return program;
  };
  let program = await restart();
  const api = `/api/v1/namespaces/${namespace}`;
  const readPods = async () => (await cluster.admin.ask<{items: Pod[]}>('GET', `${api}/pods`)).items;
  const readUids = async () => (await readPods()).map(({metadata}) => metadata?.uid).toSorted();
  const first = viewPuller(cluster.admin, namespace, 'config-1');
  const second = viewPuller(cluster.admin, namespace, 'config-2');
  const readOwners = async () =>
    (await first.readDaemonSet())?.metadata.ownerReferences?.map(({name, controller = false}) => [name, controller]);
  return {
    first,
    second,
    readUids,
    readOwners,
    untilOwned: (...owners: (readonly [string, boolean])[]) =>
      until(async () => JSON.stringify(await readOwners()) === JSON.stringify(owners), readOwners, patience),
    untilUp: (image: string) =>
      until(
        async () => {
          const pods = await readPods();
          const isUp = ({metadata, spec, status}: Pod) =>
            metadata?.deletionTimestamp === undefined &&
            spec?.containers.some(container => container.image === image) &&
            status?.conditions?.some(({type, status}) => type === 'Ready' && status === 'True');
          return pods.length === 2 && pods.every(isUp);
        },
        readPods,
        patience,
      ),
    /** As the tick does. */
    async tick() {
      await program.stop();
      program = await restart();
    },
    /** Deletes a ConfigMap and makes it anew at once, as `kubectl replace --force` does. */
    async remake(name: string) {
      const path = `${api}/configmaps/${name}`;
      const {data, metadata} = await cluster.admin.ask<ConfigMap>('GET', path);
      await cluster.admin.ask('DELETE', path);
      const labels = metadata?.labels ?? {};
      await cluster.admin.ask('POST', `${api}/configmaps`, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {name, labels},
        data,
      });
    },
  };
}

testsOnFleet(
  "a DaemonSet that passes from one ConfigMap to another, with Kubernetes' own collector",
  {nodes: 2},
  shared => {
    test('a ConfigMap whose name has a hash: the new one is made, the old one is pruned, and every pod stays', async t => {
      const {cluster} = shared();
      const {first, second, readUids, untilOwned, untilUp} = await start(t, cluster, 'hashed');
      await first.edit(list(1));
      await untilUp('registry.test/a:1');
      const pods = await readUids();
      await second.edit(list(1));
      await untilOwned(['config-1', true], ['config-2', false]);
      await first.deleteConfigMap();
      await untilOwned(['config-2', true]);
      t.deepEqual(await readUids(), pods);
      // What it says from now on is what counts.
      await second.edit(list(2));
      await untilUp('registry.test/a:2');
      await second.deleteConfigMap();
      await until(async () => (await first.readDaemonSet()) === undefined, first.readDaemonSet, patience);
    });

    test('a ConfigMap that waits and then wants another name leaves the DaemonSet to the collector', async t => {
      const {cluster} = shared();
      const {first, second, untilOwned, untilUp} = await start(t, cluster, 'gives-up');
      await first.edit(list(1));
      await untilUp('registry.test/a:1');
      await second.edit(list(1));
      await untilOwned(['config-1', true], ['config-2', false]);
      await second.edit({...list(1), DAEMONSET_NAME: 'other'});
      await untilOwned(['config-1', true]);
      await first.deleteConfigMap();
      await until(async () => (await first.readDaemonSet()) === undefined, first.readDaemonSet, patience);
      t.pass();
    });

    test('a ConfigMap that is made anew has its pods in the end, whether the collector was faster or not', async t => {
      const {cluster} = shared();
      const {first, untilUp, remake, readOwners} = await start(t, cluster, 'made-anew');
      await first.edit(list(1));
      await untilUp('registry.test/a:1');
      for (let round = 0; round < 3; round++) {
        const before = await first.readDaemonSet();
        await remake('config-1');
        await until(
          async () => {
            const now = await first.readDaemonSet();
            return (
              now !== undefined && now.metadata.ownerReferences?.[0]?.uid !== before?.metadata.ownerReferences?.[0]?.uid
            );
          },
          readOwners,
          patience,
        );
        await untilUp('registry.test/a:1');
        t.log(
          (await first.readDaemonSet())?.metadata.uid === before?.metadata.uid ? 'it passed on' : 'it was collected',
        );
      }
      t.pass();
    });
  },
);

testsOnFleet(
  'where nobody collects',
  {nodes: 2, controllerFlags: ['--controllers=*,-garbage-collector-controller']},
  shared => {
    test.serial(
      'a ConfigMap that is made anew keeps its pods; one that is gone for good loses its DaemonSet by the tick',
      async t => {
        const {cluster} = shared();
        const {first, readUids, untilUp, remake, tick} = await start(t, cluster, 'uncollected');
        await first.edit(list(1));
        await untilUp('registry.test/a:1');
        const [before, pods] = [await first.readDaemonSet(), await readUids()];
        await remake('config-1');
        await until(
          async () => {
            const [owner] = (await first.readDaemonSet())?.metadata.ownerReferences ?? [];
            return owner?.uid !== before?.metadata.ownerReferences?.[0]?.uid;
          },
          first.readDaemonSet,
          patience,
        );
        t.is((await first.readDaemonSet())?.metadata.uid, before?.metadata.uid);
        t.deepEqual(await readUids(), pods);
        t.true(
          (await first.readStory()).some(line =>
            /^Normal Adopted: .* passed here from the ConfigMap config-1/.test(line),
          ),
        );

        await first.deleteConfigMap();
        await tick();
        await until(async () => (await first.readDaemonSet()) === undefined, first.readDaemonSet, patience);
      },
    );
  },
);
