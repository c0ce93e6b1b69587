import {type EmbeddedClusterOptions, startEmbeddedCluster} from '@image-puller/embedded-cluster';
import test, {type ExecutionContext} from 'ava';
import {createApiClient} from '../../../cluster/client/index.ts';
import {
  controllerContracts,
  differenceContracts,
  historyContracts,
  nodeLabel,
  requestContracts,
} from '../../../contract/index.ts';
import {frozenClock} from './client.ts';

const namespace = 'contract';

async function start(t: ExecutionContext, options: EmbeddedClusterOptions) {
  const embedded = await startEmbeddedCluster({namespace, ...options});
  t.teardown(() => embedded.stop());
  const client = createApiClient({server: embedded.url});
  t.teardown(() => client.close());
  return {embedded, client, namespace};
}

for (const {title, check} of [...requestContracts, ...differenceContracts('embedded')]) {
  test(title, async t => {
    const cluster = await start(t, {clock: frozenClock});
    await check(t, {
      ...cluster,
      startOpenShift: async () => (await start(t, {clock: frozenClock, openshift: true})).client,
    });
  });
}

for (const {title, check} of controllerContracts) {
  test(title, async t => {
    const {embedded, ...cluster} = await start(t, {
      controllers: {relistPeriod: 20, sandboxDuration: 1, startDuration: 1, stopDuration: 10, lostPodDelay: 3000},
      images: {answerDuration: 1, bytesPerSecond: 10_000_000_000},
    });
    let nodes = 0;
    await check(t, {
      ...cluster,
      deadline: 20_000,
      async addNodes(count) {
        const names = Array.from({length: count}, () => `node-${++nodes}`);
        for (const name of names) embedded.nodes.add(name, {labels: {[nodeLabel]: namespace}});
        return names;
      },
      loseNode: async name => embedded.nodes.setReady(name, false),
    });
  });
}

for (const {title, check} of historyContracts) {
  test(title, async t => {
    const {embedded, ...cluster} = await start(t, {logSize: 2, controllers: {eventLife: 5000}});
    await check(t, {
      ...cluster,
      async forget() {
        for (let value = 0; value < 4; value++) {
          const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: `later-${value}`}};
          await cluster.client.ask('POST', `/api/v1/namespaces/${namespace}/configmaps`, body);
        }
      },
    });
  });
}
