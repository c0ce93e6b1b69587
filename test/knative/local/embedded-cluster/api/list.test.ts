import type {StoredConfigMap} from '@image-puller/embedded-cluster';
import test from 'ava';
import fc from 'fast-check';
import {load} from 'js-yaml';
import type {ConfigMapList} from 'kubernetes-types/core/v1';
import type {Status} from 'kubernetes-types/meta/v1';
import {buildConfigMap, configMapsPath, failure, frozenClock, startClient} from '../client.ts';

const names = ({items}: ConfigMapList): (string | undefined)[] => items.map(item => item.metadata?.name);

test('a list is in order of name, and its items do not repeat its kind', async t => {
  const {call, cluster} = await startClient(t);
  await call('POST', configMapsPath, buildConfigMap('b'));
  const {metadata} = (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a'))).body;
  const {body} = await call<ConfigMapList>('GET', configMapsPath);
  t.deepEqual(
    [body.kind, body.apiVersion, body.metadata],
    ['ConfigMapList', 'v1', {resourceVersion: cluster.store.resourceVersion}],
  );
  t.deepEqual(names(body), ['a', 'b']);
  t.deepEqual(body.items[0], {metadata, data: {a: '1'}});
});

test('a list is of one namespace or of all', async t => {
  const {call} = await startClient(t, {namespace: 'puller'});
  await call('POST', '/api/v1/namespaces/puller/configmaps', buildConfigMap('a'));
  await call('POST', configMapsPath, buildConfigMap('b'));
  t.deepEqual(names((await call<ConfigMapList>('GET', configMapsPath)).body), ['b']);
  t.deepEqual(names((await call<ConfigMapList>('GET', '/api/v1/configmaps')).body), ['b', 'a']);
  t.deepEqual(names((await call<ConfigMapList>('GET', '/api/v1/namespaces/nope/configmaps')).body), []);
});

test('label selectors select as Kubernetes does', async t => {
  const {call} = await startClient(t);
  const labels = [
    {g: 'even', n: '0'},
    {g: 'odd', n: '1'},
    {g: 'even', n: '2'},
    {n: '3', extra: ''},
  ];
  for (const [index, each] of labels.entries())
    await call('POST', configMapsPath, buildConfigMap(`l${index}`, {}, {labels: each}));
  const select = async (selector: string) =>
    names(
      (await call<ConfigMapList>('GET', `${configMapsPath}?labelSelector=${encodeURIComponent(selector)}`)).body,
    ).join(' ');
  const expected = {
    '': 'l0 l1 l2 l3',
    'g=even': 'l0 l2',
    'g==even': 'l0 l2',
    'g!=even': 'l1 l3',
    'g in (even,odd)': 'l0 l1 l2',
    'g notin (even)': 'l1 l3',
    'g in (even),n in (2)': 'l2',
    extra: 'l3',
    '!extra': 'l0 l1 l2',
    'extra=': 'l3',
    'n>1': 'l2 l3',
    'n<1': 'l0',
    ' g = even , n in ( 2 ,4 ) ': 'l2',
  };
  const found = await Promise.all(Object.keys(expected).map(async selector => [selector, await select(selector)]));
  t.deepEqual(Object.fromEntries(found), expected);
  for (const wrong of ['a b', 'n in (1', ',', 'g=b c', 'a=b,']) {
    const {status, body} = await call<Status>('GET', `${configMapsPath}?labelSelector=${encodeURIComponent(wrong)}`);
    t.deepEqual([status, body.reason], [400, 'BadRequest'], wrong);
  }
});

test('field selectors know the fields that Kubernetes knows', async t => {
  const {call, cluster} = await startClient(t, {clock: frozenClock});
  for (const name of ['n1', 'n2']) cluster.nodes.add(name);
  const pod = (name: string, nodeName: string) => ({
    metadata: {name},
    spec: {containers: [{name: 'c', image: 'i'}], nodeName},
  });
  await call('POST', '/api/v1/namespaces/default/pods', pod('a', 'n1'));
  await call('POST', '/api/v1/namespaces/default/pods', pod('b', 'n2'));
  const involvedObject = {kind: 'ConfigMap', namespace: 'default', name: 'x', uid: 'u'};
  await call('POST', '/api/v1/namespaces/default/events', {
    metadata: {name: 'e'},
    involvedObject,
    type: 'Warning',
    reason: 'R',
  });
  const select = async (plural: string, selector: string) =>
    names((await call<ConfigMapList>('GET', `/api/v1/${plural}?fieldSelector=${encodeURIComponent(selector)}`)).body);
  t.deepEqual(await select('pods', 'spec.nodeName=n1'), ['a']);
  t.deepEqual(await select('pods', 'spec.nodeName=n2,status.phase!=Failed,status.phase!=Succeeded'), ['b']);
  t.deepEqual(await select('pods', 'metadata.name=a,metadata.namespace=other'), []);
  t.deepEqual(await select('events', 'involvedObject.uid=u,involvedObject.kind=ConfigMap,type!=Normal'), ['e']);
  t.deepEqual(await select('events', 'involvedObject.name=y'), []);
  const message = '"data.a" is not a known field selector: only "metadata.name", "metadata.namespace"';
  t.deepEqual(
    (await call('GET', `${configMapsPath}?fieldSelector=data.a%3D1`)).body,
    failure(400, 'BadRequest', message),
  );
});

test('pages show one moment, whatever is written between them', async t => {
  const {call} = await startClient(t);
  for (const name of ['a', 'b', 'c', 'd', 'e']) await call('POST', configMapsPath, buildConfigMap(name));
  const first = (await call<ConfigMapList>('GET', `${configMapsPath}?limit=2`)).body;
  t.deepEqual([names(first), first.metadata?.remainingItemCount], [['a', 'b'], 3]);
  await call('DELETE', `${configMapsPath}/c`);
  await call('PUT', `${configMapsPath}/d`, buildConfigMap('d', {a: '2'}));
  await call('PUT', `${configMapsPath}/d`, buildConfigMap('d', {a: '3'}));
  await call('POST', configMapsPath, buildConfigMap('cc'));
  const token = encodeURIComponent(first.metadata?.continue ?? '');
  const rest = (await call<ConfigMapList>('GET', `${configMapsPath}?limit=9&continue=${token}`)).body;
  t.deepEqual(
    [names(rest), rest.items[1]?.data, rest.metadata],
    [['c', 'd', 'e'], {a: '1'}, {resourceVersion: first.metadata?.resourceVersion}],
  );
});

test('what remains of a list is counted where nothing is selected', async t => {
  const {call} = await startClient(t);
  for (const name of ['a', 'b', 'c']) await call('POST', configMapsPath, buildConfigMap(name, {}, {labels: {x: 'y'}}));
  const remaining = async (query: string) =>
    (await call<ConfigMapList>('GET', `${configMapsPath}?limit=1${query}`)).body.metadata?.remainingItemCount;
  t.deepEqual([await remaining(''), await remaining('&labelSelector=x')], [2, undefined]);
});

test('a list can be had as YAML, and as metadata alone', async t => {
  const {call} = await startClient(t);
  const {metadata} = (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a'))).body;
  const yaml = await call<string>('GET', `${configMapsPath}/a`, undefined, {accept: 'application/yaml'});
  t.is(yaml.headers.get('content-type'), 'application/yaml');
  t.deepEqual(load(yaml.body), {kind: 'ConfigMap', apiVersion: 'v1', metadata, data: {a: '1'}});
  const accept = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
  const {body} = await call<ConfigMapList>('GET', configMapsPath, undefined, {accept});
  t.deepEqual(
    [body.kind, body.items],
    ['PartialObjectMetadataList', [{kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata}]],
  );
});

test('pages of any size make the whole list', async t => {
  const {call} = await startClient(t);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await call('POST', configMapsPath, buildConfigMap(name));
  await fc.assert(
    fc.asyncProperty(fc.integer({min: 1, max: 9}), async limit => {
      const found: (string | undefined)[] = [];
      let token = '';
      do {
        const {body} = await call<ConfigMapList>(
          'GET',
          `${configMapsPath}?limit=${limit}&continue=${encodeURIComponent(token)}`,
        );
        found.push(...names(body));
        token = body.metadata?.continue ?? '';
      } while (token !== '');
      t.deepEqual(found, ['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    }),
    {numRuns: 9},
  );
});

test('a page whose moment is forgotten is gone, and its answer has a token to go on with', async t => {
  const {call} = await startClient(t, {logSize: 2});
  for (const name of ['a', 'b', 'c']) await call('POST', configMapsPath, buildConfigMap(name));
  const {body} = await call<ConfigMapList>('GET', `${configMapsPath}?limit=1`);
  for (let value = 0; value < 20; value++)
    await call('PUT', `${configMapsPath}/a`, buildConfigMap('a', {value: `${value}`}));
  const path = (token = '') => `${configMapsPath}?limit=1&continue=${encodeURIComponent(token)}`;
  const gone = await call<Status>('GET', path(body.metadata?.continue));
  t.deepEqual([gone.status, gone.body.reason], [410, 'Expired']);
  const next = await call<ConfigMapList>('GET', path(gone.body.metadata?.continue));
  t.deepEqual([next.status, names(next.body)], [200, ['b']]);
});

test('a list can be asked for as it was', async t => {
  const {call} = await startClient(t);
  const {metadata} = (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap('a'))).body;
  await call('PUT', `${configMapsPath}/a`, buildConfigMap('a', {a: '2'}));
  const at = `resourceVersion=${metadata.resourceVersion}`;
  const exact = await call<ConfigMapList>('GET', `${configMapsPath}?${at}&resourceVersionMatch=Exact`);
  t.deepEqual(
    exact.body.items.map(item => item.data),
    [{a: '1'}],
  );
  const newer = await call<ConfigMapList>('GET', `${configMapsPath}?${at}`);
  t.deepEqual(
    newer.body.items.map(item => item.data),
    [{a: '2'}],
  );
  t.is((await call('GET', `${configMapsPath}?resourceVersion=99999999`)).status, 504);
  t.is((await call('GET', `${configMapsPath}?resourceVersion=abc`)).status, 400);
  t.is((await call('GET', `${configMapsPath}?resourceVersionMatch=Exact`)).status, 422);
});
