import type {Live} from '@image-puller/shared/live';
import type {ConfigMap, Event} from 'kubernetes-types/core/v1';
import {buildConfigMap, failure} from '../../support/kubernetes/index.ts';
import {until} from '../../support/until.ts';
import type {Contract, HistoryCluster} from '../contract.ts';
import {openWatch, speak} from '../support/index.ts';

interface List {
  readonly metadata: {readonly resourceVersion: string; readonly continue: string};
  readonly items: readonly Live<ConfigMap>[];
}

interface Refusal {
  readonly message: string;
  readonly metadata: {readonly continue: string};
}

/** What is as it is only for a time. */
export const historyContracts: readonly Contract<HistoryCluster>[] = [
  {
    title: 'a version that is forgotten is a 410: the one event of a watch; for a page of a list with a way to go on',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const query = 'labelSelector=page%3Dd&limit=1';
      for (const name of ['d', 'e', 'f'])
        await send('POST', configMaps, buildConfigMap(name, {}, {labels: {page: 'd'}}));
      const first = (await send<List>('GET', `${configMaps}?${query}`)).body;
      const {resourceVersion} = first.metadata;
      await send('DELETE', `${configMaps}/e`);
      await cluster.forget();

      const watch = await openWatch<Refusal>(t, cluster, `${configMaps}?watch=true&resourceVersion=${resourceVersion}`);
      const events = await watch.ended();
      const words = events[0]?.object.message ?? '';
      t.regex(words, /too old/);
      t.is(watch.status, 200);
      t.deepEqual<unknown, unknown>(events, [{type: 'ERROR', object: failure(410, 'Expired', words)}]);

      const page = await send<Refusal>('GET', `${configMaps}?${query}&continue=${first.metadata.continue}`);
      const {message, metadata} = page.body;
      t.regex(message, /^The provided continue parameter is too old to display a consistent list result\./);
      t.deepEqual<unknown, unknown>(page, {
        status: 410,
        body: {...failure(410, 'Expired', message), metadata: {continue: metadata.continue}},
        warnings: [],
      });
      const rest = await send<List>('GET', `${configMaps}?${query}&continue=${metadata.continue}`);
      t.deepEqual([rest.status, rest.body.items.map(({metadata: {name}}) => name)], [200, ['f']]);
    },
  },
  {
    title: 'an Event that nobody repeats is forgotten, one that is counted up lasts',
    check: async (t, cluster) => {
      const {send, events} = speak(cluster);
      const {namespace} = cluster;
      const involvedObject = {kind: 'ConfigMap', name: 'a', namespace};
      const create = (name: string) =>
        send<Event>('POST', events, {apiVersion: 'v1', kind: 'Event', metadata: {name, namespace}, involvedObject});
      t.deepEqual([(await create('once')).status, (await create('again')).status], [201, 201]);
      let count = 1;
      await until(
        async () => {
          await send('PATCH', `${events}/again`, {count: ++count});
          return (await send('GET', `${events}/once`)).status === 404;
        },
        () => count,
        30_000,
      );
      t.like((await send<Event>('GET', `${events}/again`)).body, {count});
    },
  },
];
