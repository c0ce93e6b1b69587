import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {until} from '../../support/until.ts';
import {applyStandaloneRights, installFunctions, startStandalone, viewPuller} from '../functions/index.ts';
import {type Machine, realNode} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {type Scope, startCluster} from '../start.ts';
import {isOn} from './fleet-puller.ts';
import {watchHolders} from './holders.ts';
import {startFleet, unthrottled} from './index.ts';
import {countRequests, pickWrites} from './requests.ts';

/** Fewer than of the functions that Knative's watch wakes, which take most of the time: what is asked for is the same. */
const nodes = Number(process.env.FLEET_NODES ?? 50);
const limit = Math.floor(nodes / 10);
const namespace = 'standalone';
const imagesOf = (version: number) => `a=registry.test/a:${version};b=registry.test/b:${version}`;

async function startShared(scope: Scope, machine: Machine) {
  const cluster = await startCluster(scope, machine, unthrottled);
  const fleet = await startFleet(scope, cluster);
  await fleet.addNodes(nodes);
  return {cluster, fleet};
}

// Memory is what its container has: a cgroup, which root alone can make.
testsSharing(realNode, 'other ways to run on a fleet', startShared, shared => {
  test.serial(
    `one process warms ${nodes} nodes up and edits them, in as many writes as on one, within its container's memory`,
    async t => {
      t.timeout(600_000);
      const {cluster, fleet} = shared();
      await applyStandaloneRights(cluster, namespace);
      const {program, readLog} = await startStandalone(cluster, namespace);
      t.teardown(() => program.stop());
      const puller = viewPuller(cluster.admin, namespace);
      const readStatus = async (): Promise<DaemonSet['status']> => (await puller.readDaemonSet())?.status;
      const untilHeld = async (generation: number) => {
        const isHeld = (status: DaemonSet['status']) =>
          status !== undefined && (status.observedGeneration ?? 0) >= generation && isOn(nodes)(status);
        await until(async () => isHeld(await readStatus()), readStatus, 240_000);
      };
      const edit = async (version: number) => {
        const {metadata: before} = (await puller.readDaemonSet()) ?? {};
        await puller.edit({IMAGES: imagesOf(version), ROLLOUT_MAX_NODES: '10%'});
        const readGeneration = async () => (await puller.readDaemonSet())?.metadata.generation ?? 0;
        await until(async () => (await readGeneration()) > (before?.generation ?? 0), readLog);
        // First the holder alone, and then the images.
        await untilHeld(before === undefined ? 2 : (before.generation ?? 0) + 1);
      };

      const measure = async (what: string, act: () => Promise<void>) => {
        const begun = performance.now();
        await act();
        t.log(`${what} of ${nodes} nodes, ${limit} at a time: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
      };
      await measure('warm-up', () => edit(1));
      const holders = await watchHolders(cluster.admin, namespace);
      await measure('edit', () => edit(2));
      const noted = async () => Object.keys(JSON.parse(await readImages())).length;
      const readImages = async () =>
        (await puller.readDaemonSet())?.metadata.annotations?.['kubernetes-image-puller/images'] ?? '{}';
      await until(async () => (await noted()) === 2, readImages, 60_000);
      const {mostSurging, ...sightings} = await holders.end();
      t.deepEqual(sightings, {lost: [], holding: fleet.nodes.toSorted()});
      t.true(mostSurging <= limit, `${mostSurging} nodes pulled at once`);

      const requests = countRequests(await cluster.readAudit(), namespace);
      const {'patch daemonsets': notes = 0, ...writes} = pickWrites(requests, 'standalone');
      t.deepEqual(writes, {'create daemonsets': 1, 'create events': 3, 'patch events': 2, 'update daemonsets': 3});
      t.true(notes <= 6, `${notes} notes`);
      const [peak, most = 0] = [await program.readPeakMemory(), program.memoryLimit];
      t.log(
        `${Math.round(peak / 2 ** 20)} of ${most / 2 ** 20} MiB; ${[...requests.values()].reduce((a, b) => a + b)} requests`,
      );
      t.true(program.isRunning());
      t.true(peak < most);
    },
  );

  test.serial(
    'on Knative by the tick alone, one tick begins a warm-up, one an edit, and check sees each through',
    async t => {
      t.timeout(300_000);
      const {cluster, fleet} = shared();
      const {tick, broker} = await installFunctions(t, cluster, {namespace: 'tick', wakeOn: 'tick'});
      const puller = viewPuller(cluster.admin, 'tick');
      const holders = await watchHolders(cluster.admin, 'tick');
      for (const [version, what] of ['warm-up', 'edit'].entries()) {
        await puller.edit({IMAGES: imagesOf(version), ROLLOUT_MAX_NODES: `${limit}`});
        const begun = performance.now();
        await tick();
        const isThrough = async () => {
          const daemonSet = await puller.readDaemonSet();
          const [first] = daemonSet?.spec?.template.spec?.containers ?? [];
          return (
            first?.image === `registry.test/a:${version}` &&
            daemonSet?.status?.observedGeneration === daemonSet?.metadata.generation &&
            daemonSet?.status !== undefined &&
            isOn(nodes)(daemonSet.status)
          );
        };
        await until(isThrough, () => broker.deliveries.slice(-5), 240_000);
        t.log(`${what} of ${nodes} nodes, ${limit} at a time: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
      }
      const {mostSurging, ...sightings} = await holders.end();
      t.deepEqual(sightings, {lost: [], holding: fleet.nodes.toSorted()});
      t.true(mostSurging <= limit && mostSurging > limit / 2, `${mostSurging} of ${limit} pulled at once`);
    },
  );
});
