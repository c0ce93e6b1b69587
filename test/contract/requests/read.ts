import type {Live} from '@image-puller/shared/live';
import type {ConfigMap, Node, Pod} from 'kubernetes-types/core/v1';
import {buildConfigMap, failure} from '../../support/kubernetes/index.ts';
import type {Contract, RequestCluster} from '../contract.ts';
import {speak} from '../support/index.ts';

interface List<T> {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: {
    readonly resourceVersion: string;
    readonly continue?: string;
    readonly remainingItemCount?: number;
  };
  readonly items: readonly T[];
}

interface Refusal {
  readonly reason: string;
  readonly message: string;
}

const namesIn = ({items}: List<{metadata?: {name?: string}}>) => items.map(({metadata}) => metadata?.name);

export const readContracts: readonly Contract<RequestCluster>[] = [
  {
    title: 'what is not there is a 404 NotFound that names it',
    check: async (t, cluster) => {
      const {send, configMaps, daemonSets, events, pods, serviceAccounts} = speak(cluster);
      const paths = {configMaps, events, pods, serviceAccounts, nodes: '/api/v1/nodes'};
      for (const path of Object.values(paths)) {
        const kind = path.split('/').at(-1);
        t.deepEqual(await send('GET', `${path}/nope`), {
          status: 404,
          body: failure(404, 'NotFound', `${kind} "nope" not found`, {name: 'nope', kind}),
          warnings: [],
        });
      }
      const details = {name: 'nope', group: 'apps', kind: 'daemonsets'};
      t.deepEqual(await send('GET', `${daemonSets}/nope`), {
        status: 404,
        body: failure(404, 'NotFound', 'daemonsets.apps "nope" not found', details),
        warnings: [],
      });
    },
  },
  {
    title: 'a name with a slash in it reaches no other object',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      await send('POST', configMaps, buildConfigMap('a'));
      t.is((await send('GET', `${configMaps}/..%2Fconfigmaps%2Fa`)).status, 404);
    },
  },
  {
    title: 'an empty list has a kind and a version, also in a namespace that does not exist',
    check: async (t, cluster) => {
      const {send, daemonSets} = speak(cluster);
      for (const path of [daemonSets, '/apis/apps/v1/namespaces/nope/daemonsets']) {
        const {status, body} = await send<List<object>>('GET', path);
        const {resourceVersion} = body.metadata;
        t.is(status, 200);
        t.regex(resourceVersion, /^\d+$/);
        t.deepEqual(body, {kind: 'DaemonSetList', apiVersion: 'apps/v1', metadata: {resourceVersion}, items: []});
      }
    },
  },
  {
    title: 'a list is sorted by name, and its items are the objects without kind and apiVersion',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      for (const name of ['b', 'a.b', 'a-b', 'a']) await send('POST', configMaps, buildConfigMap(name));
      const {body} = await send<List<ConfigMap>>('GET', configMaps);
      t.deepEqual(namesIn(body), ['a', 'a-b', 'a.b', 'b']);
      const {kind: _kind, apiVersion: _version, ...a} = (await send<ConfigMap>('GET', `${configMaps}/a`)).body;
      t.deepEqual(body.items[0], a);
    },
  },
  {
    title: 'pages of a list show one moment, whatever happens in between, and count what remains',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      for (const name of ['a', 'b', 'c', 'd', 'e']) await send('POST', configMaps, buildConfigMap(name));
      const read = async (after = '') =>
        (await send<List<Live<ConfigMap>>>('GET', `${configMaps}?limit=2&continue=${after}`)).body;
      const first = await read();
      await send('DELETE', `${configMaps}/c`);
      await send('POST', configMaps, buildConfigMap('bb'));
      await send('PUT', `${configMaps}/d`, buildConfigMap('d', {a: '2'}));
      const second = await read(first.metadata.continue);
      const third = await read(second.metadata.continue);
      const pages = [first, second, third];
      t.deepEqual(pages.map(namesIn), [['a', 'b'], ['c', 'd'], ['e']]);
      t.deepEqual(second.items[1]?.data, {a: '1'});
      const {resourceVersion} = first.metadata;
      t.deepEqual(
        pages.map(({metadata}) => metadata),
        [
          {resourceVersion, continue: first.metadata.continue, remainingItemCount: 3},
          {resourceVersion, continue: second.metadata.continue, remainingItemCount: 1},
          {resourceVersion},
        ],
      );
    },
  },
  {
    title: 'pages of what a label selects are full pages, and do not count what remains',
    check: async (t, cluster) => {
      const {send} = speak(cluster);
      const name = (index: number) => `${cluster.namespace}-${index}`;
      const node = (index: number): Node => ({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {name: name(index), labels: {of: cluster.namespace, even: String(index % 2 === 0)}},
      });
      for (let index = 0; index < 6; index++) t.is((await send('POST', '/api/v1/nodes', node(index))).status, 201);
      const query = `labelSelector=of%3D${cluster.namespace},even%3Dtrue&limit=2`;
      const first = (await send<List<Node>>('GET', `/api/v1/nodes?${query}`)).body;
      t.deepEqual(namesIn(first), [name(0), name(2)]);
      t.deepEqual(Object.keys(first.metadata).toSorted(), ['continue', 'resourceVersion']);
      const rest = await send<List<Node>>('GET', `/api/v1/nodes?${query}&continue=${first.metadata.continue}`);
      t.deepEqual(namesIn(rest.body), [name(4)]);
    },
  },
  {
    title: 'selectors of labels and fields narrow a list',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const labels = {a: {on: '1', n: '1'}, b: {on: '1', n: '2'}, c: {n: '3'}, d: {}};
      for (const [name, own] of Object.entries(labels))
        await send('POST', configMaps, buildConfigMap(name, {}, {labels: own}));
      const expected = {
        'labelSelector=on=1': ['a', 'b'],
        'labelSelector=on==1,n=2': ['b'],
        'labelSelector=on': ['a', 'b'],
        'labelSelector=!on': ['c', 'd'],
        'labelSelector=on!=1': ['c', 'd'],
        'labelSelector=n in (1, 3)': ['a', 'c'],
        'labelSelector=n notin (1,3)': ['b', 'd'],
        'labelSelector=': ['a', 'b', 'c', 'd'],
        'fieldSelector=metadata.name=b': ['b'],
        'fieldSelector=metadata.name!=b': ['a', 'c', 'd'],
        'fieldSelector=metadata.namespace=other': [],
        'labelSelector=on=1&fieldSelector=metadata.name=c': [],
      };
      const found = Object.keys(expected).map(async query => {
        const path = `${configMaps}?${query.replaceAll(/(?<=Selector=)[^&]*/g, encodeURIComponent)}`;
        return [query, namesIn((await send<List<ConfigMap>>('GET', path)).body)];
      });
      t.deepEqual(Object.fromEntries(await Promise.all(found)), expected);
    },
  },
  {
    title: 'pods are selected by node and by phase',
    check: async (t, cluster) => {
      const {send, pods, serviceAccounts} = speak(cluster);
      await send('POST', serviceAccounts, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'default'}});
      for (const name of ['a', 'b']) {
        const spec = {nodeName: `node-${name}`, containers: [{name: 'c', image: 'registry.test/a:1'}]};
        const {status} = await send<Pod>('POST', pods, {apiVersion: 'v1', kind: 'Pod', metadata: {name}, spec});
        t.is(status, 201);
      }
      const list = async (selector: string) =>
        namesIn((await send<List<Pod>>('GET', `${pods}?fieldSelector=${encodeURIComponent(selector)}`)).body);
      t.deepEqual(await list('spec.nodeName=node-b'), ['b']);
      t.deepEqual(await list('status.phase=Pending'), ['a', 'b']);
      t.deepEqual(await list('status.phase!=Pending'), []);
    },
  },
  {
    title: 'a selector or a continue token that is none is a 400',
    check: async (t, cluster) => {
      const {send, configMaps} = speak(cluster);
      const queries = ['labelSelector=a%20b', 'fieldSelector=data.a%3D1', 'limit=2&continue=abc'];
      const answers = await Promise.all(queries.map(query => send<Refusal>('GET', `${configMaps}?${query}`)));
      t.deepEqual(
        answers.map(({status, body}) => [status, body.reason]),
        queries.map(() => [400, 'BadRequest']),
      );
      const [label, field, token] = answers.map(({body}) => body.message);
      t.regex(label ?? '', /^unable to parse requirement: found /);
      t.is(field, '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"');
      t.regex(token ?? '', /^invalid continue token: continue key is not valid: /);
    },
  },
];
