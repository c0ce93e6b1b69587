import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildStandalone, defaultOptions, renderManifest} from '@image-puller/knative/resources';
import {dump} from 'js-yaml';
import {testWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {namespace, render} from '../helm/render.ts';
import {controlPlane} from '../needs.ts';
import {startCluster} from '../start.ts';
import {openShell} from '../upgrade/shell.ts';

testWith(
  controlPlane,
  'who is admin of a namespace alone can install there, without the right to list nodes',
  async (t, machine) => {
    const cluster = await startCluster(t, machine);
    const shell = await openShell(cluster, namespace);
    await shell(`kubectl create namespace ${namespace}`);
    await shell('kubectl create rolebinding alice --clusterrole=admin --user=alice');
    // The controllers put it together from others.
    const mayInstall = async () =>
      (await shell('kubectl auth can-i create daemonsets --as alice || true')).endsWith('yes');
    await until(mayInstall, () => shell('kubectl get clusterrole admin -o yaml'), 60_000);
    const file = (name: string) => join(cluster.directory, name);
    const rendered = await render(machine, {'nodeReader.create': false});
    await writeFile(file('chart.yaml'), rendered.map(object => dump(object)).join('---\n'));
    await writeFile(file('standalone.yaml'), renderManifest(buildStandalone({...defaultOptions, namespace})));
    const apply = (name: string, selector = '') => shell(`kubectl apply --as alice -f ${file(name)} ${selector}`);

    t.regex(await apply('chart.yaml'), /^rolebinding.rbac.authorization.k8s.io\/image-puller created$/m);
    await shell(`kubectl delete --as alice -f ${file('chart.yaml')}`);
    const installed = await apply('standalone.yaml', "-l 'app.kubernetes.io/component notin (namespace,nodes)'");
    t.regex(installed, /^rolebinding.rbac.authorization.k8s.io\/image-puller created$/m);
    t.regex(installed, /^deployment.apps\/image-puller created$/m);
    const {message} = (await t.throwsAsync<Error>(apply('standalone.yaml'))) ?? {};
    t.regex(message ?? '', /User "alice" cannot get resource "clusterroles"/);
  },
);
