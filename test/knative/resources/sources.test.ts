import test from 'ava';
import {labelsOf, listKind, listResources} from './installation.ts';

const broker = {ref: {apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'image-puller'}};

test('the watch sends references of labelled ConfigMaps and of our DaemonSets to the Broker', t => {
  t.deepEqual<unknown, unknown>(listKind('ApiServerSource', {namespace: 'images'}), [
    {
      apiVersion: 'sources.knative.dev/v1',
      kind: 'ApiServerSource',
      metadata: {name: 'image-puller-watch', namespace: 'images', labels: labelsOf('watch')},
      spec: {
        serviceAccountName: 'image-puller-source',
        mode: 'Reference',
        resources: [
          {apiVersion: 'v1', kind: 'ConfigMap', selector: {matchLabels: {'kubernetes-image-puller/config': 'true'}}},
          {
            apiVersion: 'apps/v1',
            kind: 'DaemonSet',
            selector: {matchLabels: {'app.kubernetes.io/managed-by': 'kubernetes-image-puller'}},
          },
        ],
        sink: broker,
      },
    },
  ]);
});

test('the tick carries JSON data at the chosen schedule', t => {
  t.deepEqual<unknown, unknown>(listKind('PingSource', {tickSchedule: '0 * * * *'}), [
    {
      apiVersion: 'sources.knative.dev/v1',
      kind: 'PingSource',
      metadata: {name: 'image-puller-tick', namespace: 'k8s-image-puller', labels: labelsOf('tick')},
      spec: {schedule: '0 * * * *', contentType: 'application/json', data: '{}', sink: broker},
    },
  ]);
});

test('an installation that wakes on the tick alone is the same without the watch, its account and its rights', t => {
  const isOfWatch = (name: string | undefined) => name === 'image-puller-watch' || name === 'image-puller-source';
  const all = listResources();
  t.deepEqual(
    listResources({wakeOn: 'tick'}),
    all.filter(({metadata}) => !isOfWatch(metadata?.name)),
  );
  t.deepEqual(
    all.filter(({metadata}) => isOfWatch(metadata?.name)).map(({kind}) => kind),
    ['ServiceAccount', 'Role', 'RoleBinding', 'ApiServerSource'],
  );
});
