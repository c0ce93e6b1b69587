import type {Service} from 'kubernetes-types/core/v1';
import {testWith} from '../../support/needs.ts';
import {createApiClient} from '../client/index.ts';
import type {ControlPlane} from '../control-plane/index.ts';
import {controlPlane} from '../needs.ts';
import {type Scope, startCluster} from '../start.ts';
import {startServiceAddress} from './index.ts';

testWith(
  controlPlane,
  'clusters side by side are each reached at the address of their own Service',
  async (t, machine) => {
    const clusters = await Promise.all([startCluster(t, machine), startCluster(t, machine)]);
    const ways = await Promise.all(clusters.map(cluster => reachByService(t, cluster)));
    t.is(new Set(ways.map(({address}) => address)).size, 2);
    for (const [index, {admin}] of clusters.entries()) {
      await admin.ask('POST', '/api/v1/namespaces', {metadata: {name: `of-${index}`}});
    }
    const read = async (name: string) =>
      await Promise.all(ways.map(async ({api}) => (await api.call('GET', `/api/v1/namespaces/${name}`)).status));
    // Its certificate is checked against that address.
    t.deepEqual(
      [await read('of-0'), await read('of-1')],
      [
        [200, 404],
        [404, 200],
      ],
    );
  },
);

async function reachByService(t: Scope, cluster: ControlPlane) {
  await startServiceAddress(t, cluster);
  const {spec} = await cluster.admin.ask<Service>('GET', '/api/v1/namespaces/default/services/kubernetes');
  const address = spec?.clusterIP ?? '';
  const api = createApiClient({...cluster.admin.access, server: `https://${address}`});
  t.teardown(() => api.close());
  return {address, api};
}
