import test from 'ava';
import type {Status} from 'kubernetes-types/meta/v1';
import {buildDaemonSet, configMapsPath, daemonSetsPath, failure, mergePatch, startClient} from '../client.ts';

const pod = '/api/v1/namespaces/default/pods/a';

/** What kubectl asks for, and what it prints then. */
const rows = [
  ['logs', 'GET', `${pod}/log?container=c`, /: its containers write no logs; see kubectl describe pod/],
  ['exec', 'GET', `${pod}/exec?command=ls`, /: its containers are no processes, .*; see kubectl describe pod/],
  ['exec, of old', 'POST', `${pod}/exec?command=ls`, /: its containers are no processes/],
  ['attach', 'POST', `${pod}/attach`, /: its containers are no processes/],
  ['port-forward', 'GET', `${pod}/portforward`, /: its containers are no processes/],
  ['debug', 'PATCH', `${pod}/ephemeralcontainers`, /: its containers are no processes/],
  [
    'auth can-i',
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    /: nobody is asked who they are, and everything is allowed/,
  ],
  ['auth whoami', 'POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', /: nobody is asked who they are/],
  ['scale', 'GET', `${daemonSetsPath}/a/scale`, /: a DaemonSet can not be scaled, .*NODE_SELECTOR in the ConfigMap/],
  ['rollout history', 'GET', '/apis/apps/v1/namespaces/default/controllerrevisions?limit=5', /: it keeps no history/],
  ['create deployment', 'POST', '/apis/apps/v1/namespaces/default/deployments', /: of the workloads it has DaemonSets/],
] as const;

for (const [what, method, path, words] of rows) {
  test(`${what} is refused in one line that says that this is a simulated cluster, and what there is instead`, async t => {
    const {call} = await startClient(t);
    const {status, body} = await call<Status>(method, path, method === 'GET' ? undefined : '{}');
    t.deepEqual([status, {...body, message: ''}], [501, failure(501, 'NotImplemented', '', {})]);
    t.regex(body.message ?? '', /^this is a simulated cluster: [^\n]+$/);
    t.regex(body.message ?? '', words);
  });
}

test('objects whose names are those of such requests are served', async t => {
  const {call} = await startClient(t);
  for (const name of ['log', 'exec', 'scale', 'controllerrevisions']) {
    const metadata = {name};
    t.is((await call('POST', configMapsPath, {apiVersion: 'v1', kind: 'ConfigMap', metadata})).status, 201);
    t.is((await call('GET', `${configMapsPath}/${name}`)).status, 200);
    t.is((await call('GET', `/api/v1/namespaces/default/pods/${name}`)).status, 404);
  }
});

/** Fields that a real cluster knows, by their paths below the spec of the pods, and what is said of each. */
const fields: readonly (readonly [path: string, spec: object, container: object, words: RegExp])[] = [
  [
    'volumes[1].nfs',
    {
      volumes: [
        {name: 'a', emptyDir: {}},
        {name: 'b', nfs: {server: 'nfs.test', path: '/'}},
      ],
    },
    {},
    /nothing is mounted in its pods; of the volumes it knows configMap, .* and secret$/,
  ],
  ['volumes[0].csi', {volumes: [{name: 'a', csi: {driver: 'csi.test'}}]}, {}, /of the volumes it knows/],
  [
    'volumes[0].image',
    {volumes: [{name: 'a', image: {reference: 'registry.test/a:1'}}]},
    {},
    /of the volumes it knows/,
  ],
  [
    'volumes[0].projected.sources[0].clusterTrustBundle',
    {volumes: [{name: 'a', projected: {sources: [{clusterTrustBundle: {name: 'a', path: 'b'}}]}}]},
    {},
    /of what is projected it knows configMap, .* and serviceAccountToken$/,
  ],
  ['ephemeralContainers', {ephemeralContainers: [{name: 'a', image: 'b'}]}, {}, /nothing to debug/],
  ['resourceClaims', {resourceClaims: [{name: 'gpu'}]}, {}, /no devices that could be claimed/],
  ['containers[0].resources.claims', {}, {resources: {claims: [{name: 'gpu'}]}}, /no devices that could be claimed/],
  ['schedulingGroup', {schedulingGroup: {podGroupName: 'a'}}, {}, /schedules each pod by itself/],
];

for (const [path, spec, container, words] of fields) {
  test(`${path} is refused by its path, with why, and not taken for a field that there is not`, async t => {
    const {call} = await startClient(t);
    const {status, warning, body} = await call<Status>('POST', daemonSetsPath, buildDaemonSet('a', spec, container));
    t.deepEqual([status, warning, {...body, message: ''}], [501, null, failure(501, 'NotImplemented', '', {})]);
    const field = `spec.template.spec.${path}: `;
    t.is(body.message?.slice(0, 29 + field.length), `this is a simulated cluster: ${field}`);
    t.regex(body.message ?? '', words);
  });
}

test('a patch that sets such a field is refused like an object, and an empty list of it is none', async t => {
  const {call} = await startClient(t);
  const empty = {ephemeralContainers: [], resourceClaims: [], volumes: [{name: 'a', nfs: null}]};
  const created = await call('POST', daemonSetsPath, buildDaemonSet('a', empty, {resources: {claims: []}}));
  t.deepEqual([created.status, created.warning], [201, null]);
  const volumes = [{name: 'a', nfs: {server: 'nfs.test', path: '/'}}];
  const patch = {spec: {template: {spec: {volumes}}}};
  const {status, body} = await call<Status>('PATCH', `${daemonSetsPath}/a`, patch, mergePatch);
  t.is(status, 501);
  t.regex(body.message ?? '', /^this is a simulated cluster: spec\.template\.spec\.volumes\[0\]\.nfs: /);
});
