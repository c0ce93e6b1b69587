import {annotations, managedByLabel, templateRefreshAnnotation} from '@image-puller/shared/names';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {type ControlPlane, startControlPlane} from '../control-plane/index.ts';
import {controlPlane} from '../needs.ts';
import {type PullerView, viewPuller} from './puller.ts';
import {type Running, ways} from './ways.ts';

const label = 'kubernetes-image-puller/config';

const imagesOf = (daemonSet: DaemonSet | undefined) =>
  daemonSet?.spec?.template.spec?.containers.map(({image}) => image);

const tokenOf = (daemonSet: DaemonSet | undefined) =>
  daemonSet?.spec?.template.metadata?.annotations?.[templateRefreshAnnotation];

const ownersOf = (daemonSet: DaemonSet | undefined) =>
  daemonSet?.metadata?.ownerReferences?.map(({kind, name, controller}) => ({kind, name, controller}));

testsWith(controlPlane, 'the steps on real Kubernetes', ({directory}) => {
  let cluster: ControlPlane;
  test.before(async () => {
    cluster = await startControlPlane({parent: directory});
  });
  test.after.always(() => cluster?.stop());

  for (const {name, watches, start} of ways) {
    const namespace = name.toLowerCase().replaceAll(' ', '-');
    test.serial(`${name}: the life of a puller`, async t => {
      const running = await start(t, cluster, namespace);
      const puller = viewPuller(cluster.admin, namespace);
      const becomes = follow(running, puller, watches);

      await puller.edit({IMAGES: 'a=registry.test/a:1'});
      await becomes('created', daemonSet => imagesOf(daemonSet)?.[0] === 'registry.test/a:1');
      const first = await puller.readDaemonSet();
      t.deepEqual(ownersOf(first), [{kind: 'ConfigMap', name: 'k8s-image-puller', controller: true}]);

      await puller.edit({IMAGES: 'a=registry.test/a:2;b=registry.test/b:1'});
      await becomes('edited', daemonSet => imagesOf(daemonSet)?.join() === 'registry.test/a:2,registry.test/b:1');
      t.is((await puller.readDaemonSet())?.metadata.uid, first?.metadata.uid, 'the same DaemonSet');

      await puller.edit({IMAGES: 'a=registry.test/a:3', CACHING_CPU_LIMIT: 'much', NODE_SELECTOR: '{bad'});
      const isTold = (key: string) => async () =>
        (await puller.readStory()).some(line => line.startsWith(`Warning ConfigurationRejected: ${key}: `));
      await becomes('told of one problem', isTold('CACHING_CPU_LIMIT'));
      await becomes('told of the other', isTold('NODE_SELECTOR'));
      t.deepEqual(imagesOf(await puller.readDaemonSet()), ['registry.test/a:2', 'registry.test/b:1'], 'what ran stays');

      await puller.edit({IMAGES: 'a=registry.test/a:3', REFRESH_POLICY: 'always'});
      await becomes('mended', daemonSet => imagesOf(daemonSet)?.join() === 'registry.test/a:3');

      await puller.patchDaemonSet({spec: {template: {spec: {nodeSelector: {disk: 'ssd'}}}}});
      await becomes('put right', daemonSet => daemonSet?.spec?.template.spec?.nodeSelector?.disk === undefined);

      await puller.deleteDaemonSet();
      await becomes(
        'made anew',
        daemonSet => daemonSet !== undefined && daemonSet.metadata?.uid !== first?.metadata.uid,
      );

      t.is(tokenOf(await puller.readDaemonSet()), undefined);
      await running.tickLater(2);
      await becomes('refreshed', daemonSet => tokenOf(daemonSet) !== undefined);
      const refreshed = await puller.readDaemonSet();
      t.is(tokenOf(refreshed), refreshed?.metadata.annotations?.[annotations.lastRefresh]);
      await running.tickLater(0);

      await puller.patchConfigMap({metadata: {labels: {[label]: null}}});
      await becomes('let go', daemonSet => ownersOf(daemonSet) === undefined);
      const released = await puller.readDaemonSet();
      t.is(released?.metadata.labels?.[managedByLabel.key], undefined);
      await puller.patchConfigMap({metadata: {labels: {[label]: 'true'}}});
      await becomes('taken back', daemonSet => ownersOf(daemonSet)?.[0]?.name === 'k8s-image-puller');
      t.is((await puller.readDaemonSet())?.metadata.uid, released?.metadata.uid, 'the same DaemonSet');

      const status = await fetch(`${running.statusUrl()}status.json`);
      t.is(status.status, 200);
      t.regex(await status.text(), /registry\.test\/a:3/);

      await puller.deleteConfigMap();
      await becomes('gone', daemonSet => daemonSet === undefined);
      t.log(await puller.readStory());
    });
  }
});

/** Waits for what the functions make of a change: at once where they hear of it, else after a tick. */
const follow =
  ({tick, state}: Running, puller: PullerView, watches: boolean) =>
  async (
    what: string,
    isSo: (daemonSet: Awaited<ReturnType<PullerView['readDaemonSet']>>) => boolean | Promise<boolean>,
  ): Promise<void> => {
    if (!watches) await tick();
    await until(
      async () => isSo(await puller.readDaemonSet()),
      async () => ({waitingFor: what, daemonSet: await puller.readDaemonSet(), done: await state()}),
      60_000,
    );
  };
