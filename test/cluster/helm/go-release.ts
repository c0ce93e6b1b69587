import {mkdir, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Pod} from 'kubernetes-types/core/v1';
import type {ObjectMeta} from 'kubernetes-types/meta/v1';
import {until} from '../../support/until.ts';
import {recordedAt} from '../upgrade/go-puller/index.ts';
import {findKipImage} from '../upgrade/kip-image.ts';
import {openShell, type Shell} from '../upgrade/shell.ts';
import {type Summary, summarize} from '../upgrade/summary.ts';
import {buildGoPullerImage} from './go-puller-image.ts';
import {chart, runHelm} from './helm.ts';
import type {HelmCluster} from './shared.ts';

const goChart = join(import.meta.dirname, 'go-chart');

/** A release of the Go puller's chart, at work. */
export interface GoRelease {
  /** A shell whose kubectl and helm are the administrator's, in its namespace; the chart is at knative/helm. */
  readonly shell: Shell;
  /** What there is in its namespace. */
  read(): Promise<GoReleaseState>;
}

/** Objects by uid, or by name. */
export interface GoReleaseState {
  readonly configMap: string | undefined;
  readonly deployment: string | undefined;
  readonly daemonSet: Summary;
  readonly accounts: readonly string[];
  readonly roles: readonly string[];
}

/** Installs the chart that stands for the Go puller's, and waits until its DaemonSet is Ready. */
export async function installGoRelease(
  t: ExecutionContext,
  shared: HelmCluster,
  namespace: string,
  flags: readonly string[],
): Promise<GoRelease> {
  const {cluster, registry, node, home, values, functionsImage} = shared;
  const {admin} = cluster;
  const recorded = recordedAt(registry.host);
  const kipImage = await findKipImage();
  if ('missing' in kipImage) throw new Error(kipImage.missing);
  await registry.push('kip', 'next', kipImage.found);
  await registry.push('eclipse/kubernetes-image-puller', 'next', await buildGoPullerImage(functionsImage, recorded));
  const goValues = join(cluster.directory, `${namespace}-go.json`);
  const image = {repository: `${registry.host}/eclipse/kubernetes-image-puller`, tag: 'next'};
  await writeFile(goValues, JSON.stringify({image, configMap: {images: recorded.data.IMAGES}}));
  const args = ['--namespace', namespace, '--create-namespace', '--values', goValues, ...flags];
  const {status, stderr} = await runHelm(home, 'install', 'kubernetes-image-puller', goChart, ...args);
  t.is(status, 0, stderr);

  const list = async (group: string, resource: string) => {
    const path = `${group}/namespaces/${namespace}/${resource}`;
    const {items} = await admin.ask<{readonly items: readonly {readonly metadata: ObjectMeta}[]}>('GET', path);
    return items.map(({metadata}) => metadata);
  };
  const findUid = async (group: string, resource: string, name: string) =>
    (await list(group, resource)).find(metadata => metadata.name === name)?.uid;
  const readDaemonSet = async () => {
    const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets/kubernetes-image-puller`;
    const {status: code, body} = await admin.call<DaemonSet>('GET', path);
    return code === 200 ? body : {};
  };
  const describePods = async () => {
    const {items} = await admin.ask<{readonly items: readonly Pod[]}>('GET', `/api/v1/namespaces/${namespace}/pods`);
    return await Promise.all(
      items.map(async pod => ({
        name: pod.metadata?.name,
        containers: pod.status?.containerStatuses?.map(({state, restartCount}) => ({...state, restartCount})),
        log: (await node.readContainerLog(pod)).slice(-15),
      })),
    );
  };
  await until(async () => (await readDaemonSet()).status?.numberReady === 1, describePods, 60_000);
  const names = (metadata: readonly ObjectMeta[]) => metadata.flatMap(({name}) => name ?? []).toSorted();
  return {
    shell: await openReleaseShell(shared, namespace, values),
    read: async () => ({
      configMap: await findUid('/api/v1', 'configmaps', 'k8s-image-puller'),
      deployment: await findUid('/apis/apps/v1', 'deployments', 'kubernetes-image-puller'),
      daemonSet: summarize(await readDaemonSet()),
      accounts: names(await list('/api/v1', 'serviceaccounts')),
      roles: names(await list('/apis/rbac.authorization.k8s.io/v1', 'roles')),
    }),
  };
}

/** In a directory with the chart at its place. What the release's images are called here is added to each `helm upgrade`. */
async function openReleaseShell({cluster}: HelmCluster, namespace: string, values: object): Promise<Shell> {
  const directory = join(cluster.directory, `${namespace}-shell`);
  await mkdir(join(directory, 'knative'), {recursive: true});
  await symlink(chart, join(directory, 'knative', 'helm'));
  const ours = join(directory, 'images.json');
  await writeFile(ours, JSON.stringify(values));
  const shell = await openShell(cluster, namespace, {directory, deadline: 240_000});
  return command => shell(command.replace(/^helm upgrade .*/, line => `${line} --values ${ours}`));
}
