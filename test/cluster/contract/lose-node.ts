import type {ApiClient} from '../client/index.ts';

/**
 * Makes a node of a fleet fall silent: its lease is somebody else's from now on, who renews it no more. Kubernetes gives
 * a node up when its lease has not been renewed for 50 s.
 */
export async function loseNode(client: ApiClient, name: string): Promise<void> {
  const renewTime = new Date().toISOString().replace('Z', '000Z');
  const spec = {holderIdentity: 'nobody', leaseDurationSeconds: 3600, renewTime};
  await client.ask('PATCH', `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`, {spec});
}
