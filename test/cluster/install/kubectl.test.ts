import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {until} from '../../support/until.ts';
import {viewPuller} from '../functions/index.ts';
import {testsWithHelm} from '../helm/shared.ts';
import {buildSleepImage} from '../images/index.ts';
import {openShell} from '../upgrade/shell.ts';
import {install, makePuller, remove} from './procedure.ts';

const run = promisify(execFile);
const render = join(import.meta.dirname, '..', '..', '..', 'knative', 'render.ts');

testsWithHelm('without Helm, on a real node', shared => {
  test.serial('applied with kubectl it holds the images of a ConfigMap; deleted, nothing is left of it', async t => {
    const {cluster, registry, node} = shared();
    await registry.push('functions', '0.1.0', shared().functionsImage);
    await registry.push('sleep', '0.1.0', await buildSleepImage(cluster.directory));
    const shell = await openShell(cluster, 'images');
    const mine = join(cluster.directory, 'mine');
    const here = (command: string) =>
      command
        .replaceAll('registry.example.com', registry.host)
        .replace('che-code=quay.io/che-incubator/che-code:next', `a=${registry.host}/a:next`)
        .replaceAll('mine', mine);
    const isHeld = () => node.readContainers().some(({namespace, name}) => namespace === 'images' && name === 'a');

    // npm runs this, in a folder of its own; here no node_modules/.bin is in the PATH.
    const [, words = ''] = here(install.render).split(' -- ');
    await run(process.execPath, [render, ...words.split(' ')]);
    await shell(here(install.apply));
    await shell(here(install.untilUp));
    for (const command of [makePuller.create, makePuller.label]) await shell(here(command));
    const puller = viewPuller(cluster.admin, 'images', 'my-images');
    await until(isHeld, () => puller.readStory(), 60_000);
    t.regex(
      await shell(here(makePuller.describe)),
      /Applied .*DaemonSet kubernetes-image-puller created: it holds 1 image/,
    );

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
});
