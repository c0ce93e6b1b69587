import test from 'ava';
import {controllerContracts, nodeLabel} from '../../contract/index.ts';
import {startFleet, unthrottled} from '../fleet/index.ts';
import {startCluster} from '../start.ts';
import {loseNode} from './lose-node.ts';
import {testContracts, untilUsable} from './share.ts';

/** A node is given up after 50 s, a pod on one that is gone after 40 s and up to 20 s more. */
const deadline = 150_000;
/** More than all contracts together have. */
const mostNodes = 200;

testContracts(
  test,
  'the controllers of Kubernetes do as the project expects',
  controllerContracts,
  async (scope, machine) => {
    const cluster = await startCluster(scope, machine, unthrottled);
    const fleet = await startFleet(scope, cluster);
    const nodes = Array.from({length: mostNodes}, (_, index) => `node-${index + 1}`);
    for (const name of ['a', 'b']) await fleet.failImage(`registry.test/${name}:does-not-exist`, nodes);
    return {admin: cluster.admin, fleet};
  },
  ({fleet}, client, namespace) => ({
    client,
    namespace,
    deadline,
    async addNodes(count) {
      await untilUsable(client, namespace);
      return await fleet.addNodes(count, {labels: {[nodeLabel]: namespace}});
    },
    loseNode: name => loseNode(client, name),
  }),
);
