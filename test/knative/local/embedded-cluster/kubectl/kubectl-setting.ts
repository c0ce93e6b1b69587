import type {StoredConfigMap} from '@image-puller/embedded-cluster';
import type {ExecutionContext} from 'ava';
import {buildConfigMap, buildDaemonSet, type Client, configMapsPath, daemonSetsPath, startClient} from '../client.ts';
import {createKubectl, type Kubectl} from './kubectl.ts';

/** A cluster with the ConfigMap `images` and the DaemonSet `puller`, which no node takes. */
export interface Setting extends Client {
  readonly kubectl: Kubectl;
}

/** Starts one, and a kubectl for it. */
export async function startKubectl(t: ExecutionContext, editor?: string): Promise<Setting> {
  const client = await startClient(t);
  const kubectl = await createKubectl(t, client.cluster.kubeconfig, editor);
  await client.call('POST', configMapsPath, buildConfigMap('images', {IMAGES: 'a=registry.test/a:1'}));
  await client.call('POST', daemonSetsPath, buildDaemonSet('puller', {nodeSelector: {disk: 'ssd'}}));
  return {...client, kubectl};
}

/** `images`, as it is stored. */
export const readConfigMap = (client: Client): StoredConfigMap | undefined =>
  client.cluster.store.get<StoredConfigMap>('ConfigMap', 'default', 'images');
