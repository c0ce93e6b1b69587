import test from 'ava';
import {historyContracts} from '../../contract/index.ts';
import {until} from '../../support/until.ts';
import {startCluster} from '../start.ts';
import {testContracts} from './share.ts';

testContracts(
  test.serial,
  'kube-apiserver forgets as the project expects',
  historyContracts,
  (scope, machine) =>
    startCluster(scope, machine, {
      controllers: false,
      apiServerFlags: ['--event-ttl=10s', '--etcd-compaction-interval=1s'],
    }),
  (cluster, client, namespace) => ({
    client,
    namespace,
    async forget() {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const list = await client.ask<{readonly metadata: {readonly resourceVersion: string}}>('GET', path);
      const query = `resourceVersion=${list.metadata.resourceVersion}&resourceVersionMatch=Exact`;
      await client.ask('POST', path, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'later'}});
      // What etcd has compacted the API server still has in its cache, until it starts anew.
      await until(
        async () => {
          await cluster.restartApiServer();
          return (await client.call('GET', `${path}?${query}`)).status === 410;
        },
        () => client.call('GET', `${path}?${query}`),
        120_000,
      );
    },
  }),
);
