import {goPullerSelector} from '@image-puller/shared/names';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {until} from '../../support/until.ts';
import {sampleContainers} from '../node/index.ts';
import {startBoth} from './both.ts';
import {installGoPuller, startGoPuller} from './go-puller/index.ts';
import {assertRate, countPods, findGaps, noGaps} from './holders.ts';
import {upgrade, wayBack} from './procedure.ts';
import {findSpecWrites, readRequests} from './requests.ts';
import {testsOfUpgrade} from './shared-node.ts';
import {summarize} from './summary.ts';
import {ways} from './ways.ts';

await testsOfUpgrade('a Go puller is replaced on a real node', shared => {
  for (const way of ways) {
    const suffix = way.name.toLowerCase();
    test.serial(`${way.name}: by the procedure the DaemonSet stays, and no look misses an image`, async t => {
      const {cluster, node, recorded, sleepImage} = shared();
      const {namespace, goPuller, puller, shell} = await startBoth(t, shared(), way, `upgrade-${suffix}`);
      const read = async () => summarize((await puller.readDaemonSet()) ?? {});
      const before = await read();
      t.deepEqual(before.owners, ['Deployment kubernetes-image-puller']);

      const sampling = sampleContainers(t, node);
      await shell(upgrade.takeRights);
      await shell(upgrade.untilAtRest);
      t.deepEqual(await readRequests(cluster, namespace, 'functions'), [], 'without the label nothing is theirs');
      await shell(upgrade.label);
      await shell(upgrade.untilAdopted);
      await shell(upgrade.untilRolled);
      const images = [...'abc'].map(name => ({name, image: imageOf(recorded.daemonSet, name)}));
      const adopted = {
        uid: before.uid,
        selector: {...goPullerSelector},
        owners: ['ConfigMap k8s-image-puller'],
        init: before.init,
        holders: images.map(({name, image}) => `${name}: ${image} /kip/sleep 87600h`),
      };
      t.deepEqual(await read(), adopted);

      await shell(upgrade.deleteDeployment);
      await goPuller.terminate();
      // With the Deployment goes what was its own: had the DaemonSet still been, it would have been among it.
      const replicaSets = `/apis/apps/v1/namespaces/${namespace}/replicasets`;
      const readOwned = async () => (await cluster.admin.ask<{items: readonly object[]}>('GET', replicaSets)).items;
      await until(async () => (await readOwned()).length === 0, readOwned);
      await shell(upgrade.cleanUp);
      t.deepEqual(await read(), adopted);

      await shell(upgrade.takeSleepImage);
      await until(async () => (await read()).init !== before.init, read);
      await shell(upgrade.untilRolled);
      const samples = sampling.stop();
      t.deepEqual(await read(), {
        ...adopted,
        init: `${sleepImage} /sleep --install /kip/sleep`,
        holders: images.map(({name, image}) => `${name}: ${image} /kip/sleep infinity`),
      });
      assertRate(t, samples);
      t.deepEqual(findGaps(samples, namespace), noGaps);
      t.is(countPods(samples, namespace), 3, "the Go puller's, the adopted one's, the one with the sleep image");

      t.deepEqual(await readRequests(cluster, namespace, 'Go puller', 'all'), [
        'get 404',
        'create 201',
        'watch 200',
        'get 403',
      ]);
      t.regex((await goPuller.readLog()).at(-1) ?? '', /^Fatal: Error getting daemonset: .* is forbidden/);
      const written = await readRequests(cluster, namespace, 'functions');
      t.deepEqual(findSpecWrites(written), ['update 200', 'update 200']);
      t.is(
        (await puller.readStory())[0],
        'Normal Adopted: DaemonSet kubernetes-image-puller, made by the Go image puller, adopted, for 3 images',
      );
    });

    test.serial(
      `${way.name}: a Go puller that ends with its rights takes the DaemonSet along, and it is made anew`,
      async t => {
        const {cluster, node} = shared();
        const {namespace, goPuller, puller, shell} = await startBoth(t, shared(), way, `replaced-${suffix}`);
        await shell(upgrade.label);
        await shell(upgrade.untilAdopted);
        await shell(upgrade.untilRolled);
        const before = summarize((await puller.readDaemonSet()) ?? {});

        const sampling = sampleContainers(t, node);
        await shell(upgrade.deleteDeployment);
        await goPuller.terminate();
        await until(async () => {
          const daemonSet = await puller.readDaemonSet();
          return daemonSet !== undefined && daemonSet.metadata.uid !== before.uid;
        }, puller.readDaemonSet);
        await shell(upgrade.untilRolled);
        const samples = sampling.stop();
        const after = summarize((await puller.readDaemonSet()) ?? {});
        t.deepEqual(after, {...before, uid: after.uid, selector: after.selector});
        t.notDeepEqual(after.selector, before.selector, "it is no Go puller's any more");
        assertRate(t, samples);
        const gaps = findGaps(samples, namespace);
        t.log('milliseconds without a holder', gaps);
        t.deepEqual(
          Object.values(gaps).map(({length}) => length),
          [1, 1, 1],
        );
        t.is(countPods(samples, namespace), 2);

        t.deepEqual(await readRequests(cluster, namespace, 'Go puller'), ['create 201', 'delete 200']);
        const written = await readRequests(cluster, namespace, 'functions');
        // The second update is the record of what was created.
        t.deepEqual(findSpecWrites(written), ['update 200', 'create 201', 'update 200']);
      },
    );

    test.serial(`${way.name}: the way back leaves the Go puller its own, and nothing of ours`, async t => {
      const {cluster, node, recorded} = shared();
      const namespace = `back-${suffix}`;
      const {puller, shell, goPuller, functions} = await startBoth(t, shared(), way, namespace);
      const first = summarize((await puller.readDaemonSet()) ?? {});
      await shell(upgrade.takeRights);
      await shell(upgrade.label);
      await shell(upgrade.untilAdopted);
      await shell(upgrade.untilRolled);
      await shell(upgrade.deleteDeployment);
      await goPuller.terminate();
      await shell(upgrade.cleanUp);

      const sampling = sampleContainers(t, node);
      await shell(wayBack.unlabel);
      await shell(wayBack.untilReleased);
      const released = await puller.readDaemonSet();
      const {uid, owners} = summarize(released ?? {});
      t.deepEqual({uid, owners}, {uid: first.uid, owners: []});
      await installGoPuller(cluster.admin, namespace);
      const atRest = sampling.stop();
      t.deepEqual(findGaps(atRest, namespace), noGaps);
      const written = await readRequests(cluster, namespace, 'functions');

      const samplingAgain = sampleContainers(t, node);
      await (await startGoPuller(t, cluster, namespace, recorded)).untilReady();
      const samples = samplingAgain.stop();
      assertRate(t, samples);
      const gaps = findGaps(samples, namespace);
      t.log('milliseconds without a holder', gaps);
      t.deepEqual(
        Object.values(gaps).map(({length}) => length),
        [1, 1, 1],
      );
      const back = await puller.readDaemonSet();
      t.deepEqual(summarize(back ?? {}), {...first, uid: back?.metadata.uid});
      t.not(back?.metadata.uid, first.uid);
      t.deepEqual(Object.keys({...back?.metadata.annotations, ...back?.metadata.labels}), [
        'deprecated.daemonset.template.generation',
      ]);
      const readIdle = async () => (await functions.readLogs()).filter(({decision}) => decision === 'nothing to do');
      const idle = (await readIdle()).length;
      await functions.tick();
      await until(async () => (await readIdle()).length > idle, functions.readLogs);
      t.deepEqual(await readRequests(cluster, namespace, 'functions'), written);
    });
  }
});

const imageOf = ({spec}: DaemonSet, name: string): string | undefined =>
  spec?.template.spec?.containers.find(container => container.name === name)?.image;
