import type {Live} from '@image-puller/shared/live';
import {scoutLabel} from '@image-puller/shared/names';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Pod, PodList} from 'kubernetes-types/core/v1';
import type {ApiClient} from '../client/index.ts';

/** What a played pod is. */
export interface Played {
  /** A node where no kubelet is: its pods are what a test says. */
  readonly node: string;
  readonly ready: boolean;
}

const holding: Played = {node: 'played', ready: true};
const digest = `sha256:${'0'.repeat(64)}`;

/** Plays, where no controller and no node runs, the pod of a DaemonSet on one node, which holds its images. */
export async function playHolder(
  api: ApiClient,
  {metadata, spec}: Live<DaemonSet>,
  {node: nodeName, ready}: Played = holding,
): Promise<void> {
  const {namespace = 'default', name, uid} = metadata;
  await makeOnce(api, '/api/v1/nodes', nodeName, {metadata: {name: nodeName}});
  await api.ask('PATCH', `/api/v1/nodes/${nodeName}/status`, {status: {conditions: [{type: 'Ready', status: 'True'}]}});
  // What a controller makes in each namespace.
  await makeOnce(api, `/api/v1/namespaces/${namespace}/serviceaccounts`, 'default', {metadata: {name: 'default'}});
  const pod = {
    metadata: {
      name: `${name}-${nodeName}`,
      labels: spec?.template.metadata?.labels,
      ownerReferences: [{apiVersion: 'apps/v1', kind: 'DaemonSet', name, uid, controller: true}],
    },
    spec: {...spec?.template.spec, nodeName},
  };
  await playRunning(api, await api.ask<Live<Pod>>('POST', `/api/v1/namespaces/${namespace}/pods`, pod), ready);
}

/** Plays what the node answers to the scouts of a namespace; tells whether there was one. */
export async function answerScouts(api: ApiClient, namespace: string): Promise<boolean> {
  const query = `labelSelector=${encodeURIComponent(scoutLabel)}`;
  const {items} = await api.ask<PodList>('GET', `/api/v1/namespaces/${namespace}/pods?${query}`);
  for (const {metadata = {}, ...pod} of items) {
    await playRunning(api, {...pod, metadata: {...metadata, name: metadata.name ?? '', uid: '', resourceVersion: ''}});
  }
  return items.length > 0;
}

async function playRunning(api: ApiClient, {metadata, spec}: Live<Pod>, ready = true): Promise<void> {
  const status = {
    phase: 'Running',
    conditions: [
      {type: 'Initialized', status: 'True'},
      {type: 'Ready', status: ready ? 'True' : 'False'},
    ],
    containerStatuses: spec?.containers.map(({name, image = ''}) => ({
      name,
      image,
      imageID: `${image.replace(/:[^:/]*$/, '')}@${digest}`,
      ready: true,
      restartCount: 0,
      state: {running: {}},
    })),
  };
  await api.ask('PATCH', `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/status`, {status});
}

async function makeOnce(api: ApiClient, collection: string, name: string, body: object): Promise<void> {
  if ((await api.call('GET', `${collection}/${name}`)).status === 404) await api.ask('POST', collection, body);
}
