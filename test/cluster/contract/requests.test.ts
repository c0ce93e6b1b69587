import test from 'ava';
import {differenceContracts, requestContracts} from '../../contract/index.ts';
import {startCluster} from '../start.ts';
import {serveRoutes} from './open-shift.ts';
import {testContracts} from './share.ts';

testContracts(
  test,
  'kube-apiserver answers requests as the project expects',
  [...requestContracts, ...differenceContracts('real')],
  (scope, machine) => startCluster(scope, machine, {controllers: false}),
  (_cluster, client, namespace) => ({
    client,
    namespace,
    startOpenShift: async () => {
      await serveRoutes(client);
      return client;
    },
  }),
);
