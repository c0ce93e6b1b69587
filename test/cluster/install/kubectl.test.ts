import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {until} from '../../support/until.ts';
import {viewPuller} from '../functions/index.ts';
import {testsWithHelm} from '../helm/shared.ts';
import {buildSleepImage} from '../images/index.ts';
import {openShell} from '../upgrade/shell.ts';
import {beside, install, makePuller, remove} from './procedure.ts';

const run = promisify(execFile);
const render = join(import.meta.dirname, '..', '..', '..', 'knative', 'render.ts');

testsWithHelm('without Helm, on a real node', shared => {
  /** A page's command with this cluster's names in it. */
  const here = (command: string) =>
    command
      .replaceAll('registry.example.com', shared().registry.host)
      .replace('che-code=quay.io/che-incubator/che-code:next', `a=${shared().registry.host}/a:next`)
      .replaceAll('mine', join(shared().cluster.directory, 'mine'));

  test.serial('applied with kubectl it holds the images of a ConfigMap; deleted, nothing is left of it', async t => {
    const {cluster, registry, node} = shared();
    await registry.push('functions', '0.1.0', shared().functionsImage);
    await registry.push('sleep', '0.1.0', await buildSleepImage(cluster.directory));
    const shell = await openShell(cluster, 'images');
    const isHeld = () => node.readContainers().some(({namespace, name}) => namespace === 'images' && name === 'a');

    // npm runs this, in a folder of its own; here no node_modules/.bin is in the PATH.
    const [, words = ''] = here(install.render).split(' -- ');
    await run(process.execPath, [render, ...words.split(' ')]);
    await shell(here(install.apply));
    await shell(here(install.untilUp));
    for (const command of [makePuller.create, makePuller.label]) await shell(here(command));
    const puller = viewPuller(cluster.admin, 'images', 'my-images');
    await until(isHeld, () => puller.readStory(), 60_000);
    t.regex(await shell(here(makePuller.describe)), /Applied .*DaemonSet kubernetes-image-puller created, for 1 image/);

    await shell(here(remove.puller));
    await until(
      () => !isHeld(),
      () => puller.readDaemonSet(),
      60_000,
    );
    await shell(here(remove.installation));
    const left = 'kubectl get namespaces,clusterroles,clusterrolebindings -l app.kubernetes.io/part-of -o name';
    t.is(await shell(left), '');
  });

  test.serial(
    'in a namespace that is there it leaves alone what else is in it, and is taken out of it again',
    async t => {
      const shell = await openShell(shared().cluster, 'images');
      await shell('kubectl create namespace images && kubectl create configmap other --from-literal a=b');
      const readLabels = () => shell("kubectl get namespace images -o jsonpath='{.metadata.labels}'");
      const labels = await readLabels();
      await shell(here(beside.apply));
      await shell(here(install.untilUp));
      t.is(await readLabels(), labels);

      await shell(here(beside.remove));
      const list =
        'kubectl get deployments,services,serviceaccounts,roles,rolebindings,clusterroles,clusterrolebindings';
      t.is(await shell(`${list} -l app.kubernetes.io/part-of=kubernetes-image-puller -o name`), '');
      t.is(await shell('kubectl get configmap other -o name'), 'configmap/other');
    },
  );
});
