import test from 'ava';
import type {Status} from 'kubernetes-types/meta/v1';
import {configMapsPath, daemonSetsPath, failure, startClient} from '../client.ts';

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
