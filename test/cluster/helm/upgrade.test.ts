import test from 'ava';
import {until} from '../../support/until.ts';
import {viewPuller} from '../functions/index.ts';
import {realNode} from '../needs.ts';
import {sampleContainers} from '../node/index.ts';
import {assertRate, countPods, findGaps, noGaps} from '../upgrade/holders.ts';
import {findKipImage} from '../upgrade/kip-image.ts';
import {type GoRelease, installGoRelease} from './go-release.ts';
import {back, upgrade} from './procedure.ts';
import {testsWithHelm} from './shared.ts';

const kipImage = await findKipImage();

testsWithHelm(
  "from the Go puller's chart, on a real node",
  shared => {
    const upgraded = new Map<string, {readonly release: GoRelease; readonly accounts: readonly string[]}>();
    // As Helm 3 installed it, whose way an upgrade keeps, and as Helm 4 does.
    for (const [title, namespace, flags] of [
      ['that Helm 3 installed', 'helm-3', ['--server-side=false']],
      ['that Helm 4 installed', 'helm-4', []],
    ] as const) {
      test.serial(`a release ${title} is upgraded by the procedure: no look misses an image`, async t => {
        const {cluster, node} = shared();
        const release = await installGoRelease(t, shared(), namespace, flags);
        const before = await release.read();
        upgraded.set(namespace, {release, accounts: before.accounts});
        const sampling = sampleContainers(t, node);
        for (const command of Object.values(upgrade)) await release.shell(command);
        const samples = sampling.stop();
        t.deepEqual(await release.read(), {
          ...before,
          daemonSet: {
            ...before.daemonSet,
            owners: ['ConfigMap k8s-image-puller'],
            init: `${shared().values.sleepImage} /sleep --install /kip/sleep`,
            holders: before.daemonSet.holders.map(holder => holder.replace('720h', 'infinity')),
          },
          accounts: ['default', 'image-puller'],
          roles: ['image-puller'],
        });
        assertRate(t, samples);
        t.deepEqual(findGaps(samples, namespace), noGaps);
        t.is(countPods(samples, namespace), 4, 'two that hold, and the two pullers');
        t.is(
          (await viewPuller(cluster.admin, namespace).readStory())[0],
          'Normal Adopted: DaemonSet kubernetes-image-puller, made by the Go image puller, adopted, for 3 images',
        );
      });
    }

    for (const namespace of ['helm-3', 'helm-4']) {
      test.serial(
        `${namespace}: rolled back by the procedure, the DaemonSet is the Go puller's again, and nothing of ours is left`,
        async t => {
          const {release, accounts} = upgraded.get(namespace) ?? t.fail('it was not upgraded');
          const ours = await release.read();
          for (const command of Object.values(back)) await release.shell(command);
          const isTheirs = async () => {
            const {daemonSet} = await release.read();
            return (
              daemonSet.uid !== ours.daemonSet.uid && daemonSet.owners.join() === 'Deployment kubernetes-image-puller'
            );
          };
          await until(isTheirs, release.read, 60_000);
          const {configMap, deployment, accounts: left, roles} = await release.read();
          t.deepEqual(
            [configMap, deployment, left, roles],
            [ours.configMap, ours.deployment, accounts, ['create-daemonset']],
          );
        },
      );
    }

    test.serial('just upgraded, with all values of the old chart, it holds the images again at once', async t => {
      const {node} = shared();
      const namespace = 'helm-plain';
      const release = await installGoRelease(t, shared(), namespace, []);
      const before = await release.read();
      const sampling = sampleContainers(t, node);
      await release.shell('helm upgrade kubernetes-image-puller knative/helm --reuse-values');
      await release.shell(
        upgrade.untilAdopted.replace('kubectl wait', 'until kubectl wait').concat('; do sleep 1; done'),
      );
      await release.shell(upgrade.untilRolled);
      const gaps = findGaps(sampling.stop(), namespace);
      const after = await release.read();
      t.deepEqual(after.configMap, before.configMap, 'the same ConfigMap');
      t.deepEqual(after.deployment, before.deployment, 'the same Deployment');
      t.deepEqual(after.roles, ['image-puller']);
      t.deepEqual(after.daemonSet.owners, ['ConfigMap k8s-image-puller']);
      t.log('milliseconds without a holder', gaps);
      for (const gap of Object.values(gaps)) t.true(gap.length <= 1);
    });
  },
  'missing' in kipImage ? kipImage : realNode,
);
