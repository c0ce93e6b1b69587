import test from 'ava';
import type {APIGroupList, APIResourceList} from 'kubernetes-types/meta/v1';
import {startClient} from '../client.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

test('discovery lists what is served', async t => {
  const {call, cluster} = await startClient(t);
  const {body} = await call<APIResourceList>('GET', '/api/v1');
  t.deepEqual(
    body.resources.map(each => each.name),
    [
      'configmaps',
      'events',
      'namespaces',
      'namespaces/status',
      'nodes',
      'nodes/status',
      'pods',
      'pods/status',
      'serviceaccounts',
    ],
  );
  t.deepEqual((await call('GET', '/apis/apps/v1')).body, {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: 'apps/v1',
    resources: [
      {
        name: 'daemonsets',
        singularName: 'daemonset',
        namespaced: true,
        kind: 'DaemonSet',
        verbs,
        shortNames: ['ds'],
        categories: ['all'],
      },
      {
        name: 'daemonsets/status',
        singularName: '',
        namespaced: true,
        kind: 'DaemonSet',
        verbs: ['get', 'patch', 'update'],
      },
    ],
  });
  t.deepEqual((await call('GET', '/api')).body, {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{clientCIDR: '0.0.0.0/0', serverAddress: new URL(cluster.url).host}],
  });
});

test('OpenShift is told by an API group', async t => {
  const groups = async (openshift: boolean) => {
    const {call} = await startClient(t, {openshift});
    return (await call<APIGroupList>('GET', '/apis')).body.groups.map(group => group.name);
  };
  t.deepEqual(await groups(false), ['apps', 'scheduling.k8s.io']);
  t.deepEqual(await groups(true), ['apps', 'scheduling.k8s.io', 'route.openshift.io']);
});

test('aggregated discovery is answered where kubectl asks for it', async t => {
  const {call} = await startClient(t);
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
  const {body, headers} = await call('GET', '/apis', undefined, {accept});
  t.is(headers.get('content-type'), 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
  const responseKind = {group: '', version: '', kind: 'DaemonSet'};
  t.deepEqual(body, {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: [
      {
        metadata: {name: 'apps'},
        versions: [
          {
            version: 'v1',
            resources: [
              {
                resource: 'daemonsets',
                responseKind,
                scope: 'Namespaced',
                singularResource: 'daemonset',
                verbs,
                shortNames: ['ds'],
                categories: ['all'],
                subresources: [{subresource: 'status', responseKind, verbs: ['get', 'patch', 'update']}],
              },
            ],
            freshness: 'Current',
          },
        ],
      },
      {
        metadata: {name: 'scheduling.k8s.io'},
        versions: [
          {
            version: 'v1',
            resources: [
              {
                resource: 'priorityclasses',
                responseKind: {group: '', version: '', kind: 'PriorityClass'},
                scope: 'Cluster',
                singularResource: 'priorityclass',
                verbs,
                shortNames: ['pc'],
              },
            ],
            freshness: 'Current',
          },
        ],
      },
    ],
  });
});

test('health, version and the OpenAPI index answer', async t => {
  const {call} = await startClient(t);
  for (const path of ['/healthz', '/livez', '/readyz', '/readyz?verbose'])
    t.is((await call('GET', path)).body, 'ok', path);
  t.is((await call<{gitVersion: string}>('GET', '/version')).body.gitVersion, 'v1.36.3-embedded');
  const {paths} = (await call<{paths: Record<string, {serverRelativeURL: string}>}>('GET', '/openapi/v3')).body;
  for (const {serverRelativeURL} of Object.values(paths)) t.is((await call('GET', serverRelativeURL)).status, 200);
});
