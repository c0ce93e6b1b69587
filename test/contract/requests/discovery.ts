import type {ApiClient} from '../../cluster/client/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {send} from '../support/index.ts';

const path = '/apis/route.openshift.io';

/** Which of the two groups the list of all groups names. */
async function listGroups(client: ApiClient) {
  const {body} = await send<{readonly groups: readonly {readonly name: string}[]}>(client, 'GET', '/apis');
  return body.groups.map(({name}) => name).filter(name => name === 'apps' || name === 'route.openshift.io');
}

export const discoveryContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'OpenShift is told by its API group: named where it is served, 404 in plain text where it is not',
    check: async (t, {client, startOpenShift}) => {
      t.deepEqual(await send(client, 'GET', path), {status: 404, body: '404 page not found\n', warnings: []});
      t.deepEqual(await listGroups(client), ['apps']);
      const openShift = await startOpenShift();
      const version = {groupVersion: 'route.openshift.io/v1', version: 'v1'};
      t.deepEqual(await send(openShift, 'GET', path), {
        status: 200,
        body: {
          kind: 'APIGroup',
          apiVersion: 'v1',
          name: 'route.openshift.io',
          versions: [version],
          preferredVersion: version,
        },
        warnings: [],
      });
      t.deepEqual(await listGroups(openShift), ['apps', 'route.openshift.io']);
    },
  },
];
