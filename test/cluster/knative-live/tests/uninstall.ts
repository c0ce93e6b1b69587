import {join} from 'node:path';
import test from 'ava';
import {until} from '../../../support/until.ts';
import {viewInstallation} from '../installed/index.ts';
import type {LiveKnative} from '../start.ts';
import {earlier, namespace} from './names.ts';

/** What Kubernetes itself has in every namespace, and Events, which end by themselves. */
const ofKubernetes = /^(configmap\/kube-root-ca\.crt|serviceaccount\/default|event(\.events\.k8s\.io)?\/.*)$/;

const patience = 120_000;

/** The end: with the commands of docs/knative.md. */
export function testUninstall(shared: () => LiveKnative): void {
  const deleteConfigMaps = (of: string) =>
    shared().shell(`kubectl delete configmaps -n ${of} -l kubernetes-image-puller/config=true`);
  const folder = (of: string) => join(shared().cluster.directory, `manifests-${of}`);

  /** Everything in a namespace, of whatever kind. */
  const listAll = async (of: string) => {
    const list = `kubectl api-resources --verbs=list --namespaced -o name | paste -sd,`;
    const names = await shared().shell(`kubectl get "$(${list})" -n ${of} -o name --ignore-not-found`);
    return names.split('\n').filter(name => name !== '' && !ofKubernetes.test(name));
  };
  const listOfCluster = (of: string) =>
    shared().shell(
      `kubectl get namespaces,clusterroles,clusterrolebindings -o name | grep ':${of}$\\|/${of}$' || true`,
    );

  test.serial('uninstalled from a namespace that stays, nothing is left in it', async t => {
    await deleteConfigMaps(earlier);
    const puller = viewInstallation(shared(), earlier).view('first');
    await until(async () => (await puller.readDaemonSet()) === undefined, puller.readStory, patience);
    await shared().shell(`kubectl delete -f ${folder(earlier)} -l 'app.kubernetes.io/component!=namespace'`);
    await until(
      async () => (await listAll(earlier)).length === 0,
      () => listAll(earlier),
      patience,
    );
    t.is(await listOfCluster(earlier), `namespace/${earlier}`);
  });

  test.serial('uninstalled with its namespace, nothing is left in the cluster', async t => {
    await deleteConfigMaps(namespace);
    const puller = viewInstallation(shared(), namespace).view('first');
    await until(async () => (await puller.readDaemonSet()) === undefined, puller.readStory, patience);
    await shared().shell(`kubectl delete -f ${folder(namespace)}`);
    t.is(await listOfCluster(namespace), '');
    const ours = 'app.kubernetes.io/part-of=kubernetes-image-puller';
    const list = 'kubectl api-resources --verbs=list --namespaced=false -o name | paste -sd,';
    const left = await shared().shell(`kubectl get "$(${list})" -l ${ours} -o name --ignore-not-found`);
    t.is(
      left
        .split('\n')
        .filter(name => name !== `namespace/${earlier}`)
        .join('\n'),
      '',
    );
  });
}
