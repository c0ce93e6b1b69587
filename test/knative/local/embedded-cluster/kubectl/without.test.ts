import test from 'ava';
import {buildConfigMap, configMapsPath, jsonPatch, startClient, strategicPatch} from '../client.ts';

test('without what kubectl alone asks for, the API answers whole objects in JSON, takes JSON and merge patches, and tells a group', async t => {
  const {call} = await startClient(t, {kubectl: false, openshift: true});
  const created = await call('POST', configMapsPath, buildConfigMap('a', {a: '1'}));
  const table = await call('GET', `${configMapsPath}/a`, undefined, {
    accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
  });
  t.deepEqual([table.status, table.body], [200, created.body]);
  const statuses = await Promise.all([
    call('PATCH', `${configMapsPath}/a`, {data: {b: '2'}}, strategicPatch),
    call('PATCH', `${configMapsPath}/a`, [], jsonPatch),
    call('POST', configMapsPath, 'metadata: {name: b}', {'content-type': 'application/yaml'}),
    call('GET', '/apis'),
    call('GET', '/version'),
    call('GET', '/api/v1/namespaces/default/pods/a/log'),
    call('GET', '/apis/route.openshift.io'),
  ]);
  t.deepEqual(
    statuses.map(({status}) => status),
    [415, 415, 415, 404, 404, 404, 200],
  );
});
