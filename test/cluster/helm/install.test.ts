import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import type {Pod} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';
import {viewPuller} from '../functions/index.ts';
import {startServiceAddress} from '../node/index.ts';
import {chart} from './helm.ts';
import {testsWithHelm} from './shared.ts';

testsWithHelm('the chart on a real node', shared => {
  test.serial('installed it holds the images; an edit restarts nothing; uninstalled nothing is left', async t => {
    const {cluster, registry, node, values, helm} = shared();
    const {admin} = cluster;
    const namespace = 'images';
    const puller = viewPuller(admin, namespace);
    const file = join(cluster.directory, 'values.json');
    const write = async (letters: string) => {
      const images = [...letters].map(letter => `${letter}=${registry.host}/${letter}:next;`).join(' ');
      await writeFile(file, JSON.stringify({...values, configMap: {images}}));
    };
    const readHolders = () =>
      node
        .readContainers()
        .filter(container => container.namespace === namespace && /^[a-d]$/.test(container.name))
        .map(({name}) => name)
        .toSorted();
    const readPods = async (selector: string) => {
      const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
      return (await admin.ask<{readonly items: readonly Pod[]}>('GET', path)).items;
    };
    const readFunctions = async () => (await readPods('app.kubernetes.io/component=standalone'))[0];
    const listClusterWide = async () => {
      const rbac = '/apis/rbac.authorization.k8s.io/v1';
      const lists = await Promise.all(
        ['clusterroles', 'clusterrolebindings'].map(kind =>
          admin.ask<{readonly items: readonly Pod[]}>('GET', `${rbac}/${kind}`),
        ),
      );
      return lists.flatMap(({items}) => items.flatMap(({metadata}) => metadata?.name ?? [])).toSorted();
    };
    const before = await listClusterWide();

    await write('abc');
    const options = ['--namespace', namespace, '--values', file, '--wait', '--timeout', '3m'];
    const installed = await helm('install', 'kip', chart, '--create-namespace', ...options);
    t.is(installed.status, 0, installed.stderr);
    t.regex(
      installed.stdout,
      /as Deployment kubernetes-image-puller\.[\s\S]*kubectl describe configmap k8s-image-puller -n images/,
    );
    await until(
      () => readHolders().join('') === 'abc',
      async () => ({holders: readHolders(), story: await puller.readStory(), pod: (await readFunctions())?.status}),
      60_000,
    );
    const pod = await readFunctions();
    t.like(pod?.status?.containerStatuses?.[0], {ready: true, restartCount: 0});

    await startServiceAddress(t, cluster, {namespace, name: 'image-puller'});
    // When it has succeeded it goes, and its log with it.
    let told: readonly string[] = [];
    const readTold = async () => {
      const [pod] = await readPods('app.kubernetes.io/component=test');
      const log = await node.readContainerLog(pod);
      if (log.length > 0) told = log;
      return told;
    };
    const [tested] = await Promise.all([
      helm('test', 'kip', '--namespace', namespace),
      until(async () => (await readTold()).length === 3, readTold, 60_000),
    ]);
    t.is(tested.status, 0, tested.stdout + tested.stderr);
    t.deepEqual(told, [
      'k8s-image-puller: a is held on 1 of 1 nodes',
      'k8s-image-puller: b is held on 1 of 1 nodes',
      'k8s-image-puller: c is held on 1 of 1 nodes',
    ]);

    await write('abd');
    const upgraded = await helm('upgrade', 'kip', chart, ...options);
    t.is(upgraded.status, 0, upgraded.stderr);
    await until(() => readHolders().join('') === 'abd', readHolders, 60_000);
    const same = await readFunctions();
    t.is(same?.metadata?.uid, pod?.metadata?.uid);
    t.is(same?.status?.containerStatuses?.[0]?.restartCount, 0);

    const uninstalled = await helm('uninstall', 'kip', '--namespace', namespace, '--wait');
    t.is(uninstalled.status, 0, uninstalled.stderr);
    await until(() => readHolders().length === 0, readHolders, 60_000);
    t.deepEqual(await listClusterWide(), before);
    const left = async () => {
      const lists = await Promise.all(
        ['/api/v1', '/apis/apps/v1', '/apis/rbac.authorization.k8s.io/v1'].map(async group => {
          const {resources} = await admin.ask<{resources: readonly Resource[]}>('GET', group);
          const listed = resources.filter(
            ({namespaced, verbs, name}) => namespaced && verbs.includes('list') && name !== 'events',
          );
          return await Promise.all(
            listed.map(async ({name}) => {
              const {items} = await admin.ask<{items: readonly Pod[]}>(
                'GET',
                `${group}/namespaces/${namespace}/${name}`,
              );
              return items.map(({metadata}) => `${name}/${metadata?.name}`);
            }),
          );
        }),
      );
      return lists.flat(2).toSorted();
    };
    // What every namespace has. Events go by themselves.
    const always = ['configmaps/kube-root-ca.crt', 'serviceaccounts/default'];
    await until(async () => (await left()).length === always.length, left, 60_000);
    t.deepEqual(await left(), always);
  });
});

/** Of a discovery answer. */
interface Resource {
  readonly name: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}
