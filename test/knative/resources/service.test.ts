import {defaultOptions} from '@image-puller/knative/resources';
import test from 'ava';
import {labelsOf, listKind, listNames} from './installation.ts';

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: {drop: ['ALL']},
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: {type: 'RuntimeDefault'},
};

test('apply is a cluster-local Knative Service that scales between none and one', t => {
  const [apply] = listKind('Service', {functionsImage: 'registry.test/f:1', sleepImage: 'registry.test/s:1'});
  t.deepEqual<unknown, unknown>(apply, {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: {
      name: 'image-puller-apply',
      namespace: 'k8s-image-puller',
      labels: {...labelsOf('apply'), 'networking.knative.dev/visibility': 'cluster-local'},
    },
    spec: {
      template: {
        metadata: {
          annotations: {
            'autoscaling.knative.dev/min-scale': '0',
            'autoscaling.knative.dev/max-scale': '1',
            'autoscaling.knative.dev/window': '30s',
            'queue.sidecar.serving.knative.dev/cpu-resource-request': '25m',
            'queue.sidecar.serving.knative.dev/cpu-resource-limit': '500m',
            'queue.sidecar.serving.knative.dev/memory-resource-request': '32Mi',
            'queue.sidecar.serving.knative.dev/memory-resource-limit': '128Mi',
          },
        },
        spec: {
          serviceAccountName: 'image-puller-apply',
          containerConcurrency: 0,
          timeoutSeconds: 150,
          enableServiceLinks: false,
          containers: [
            {
              name: 'user-container',
              image: 'registry.test/f:1',
              env: [
                {name: 'FUNCTION_TARGET', value: 'apply'},
                {name: 'INSTALLATION_ID', value: 'serviceaccount/image-puller-apply'},
                {name: 'SLEEP_IMAGE', value: 'registry.test/s:1'},
              ],
              resources: {requests: {cpu: '50m', memory: '96Mi'}, limits: {cpu: '1', memory: '256Mi'}},
              readinessProbe: {httpGet: {path: '/healthz', port: 0}, successThreshold: 1},
              livenessProbe: {
                httpGet: {path: '/healthz', port: 0},
                periodSeconds: 10,
                timeoutSeconds: 5,
                failureThreshold: 3,
              },
              securityContext: restricted,
            },
          ],
        },
      },
    },
  });
});

test('the functions differ in nothing but their name, what they run and as whom', t => {
  const services = listKind('Service');
  const [apply] = services;
  t.deepEqual(
    services.map(({metadata}) => metadata.name),
    ['apply', 'check', 'refresh', 'remove', 'status'].map(fn => `image-puller-${fn}`),
  );
  for (const {metadata, spec} of services) {
    const fn = metadata.labels?.['app.kubernetes.io/component'] ?? '';
    const [container] = spec.template.spec.containers;
    t.deepEqual(container.env?.[0], {name: 'FUNCTION_TARGET', value: fn});
    t.is(spec.template.spec.serviceAccountName, `image-puller-${fn}`);
    const toApply = (text: string) =>
      text.replaceAll(`image-puller-${fn}`, 'image-puller-apply').replaceAll(`"${fn}"`, '"apply"');
    t.is(toApply(JSON.stringify({metadata, spec})), JSON.stringify({metadata: apply?.metadata, spec: apply?.spec}));
  }
});

test('every container of every Service has the full restricted securityContext', t => {
  const contexts = listKind('Service').flatMap(({spec}) => spec.template.spec.containers.map(c => c.securityContext));
  t.deepEqual(
    contexts,
    Array.from({length: 5}, () => restricted),
  );
});

test('the namespace enforces the baseline Pod Security level, and warns by the restricted one', t => {
  t.deepEqual(listKind('Namespace', {namespace: 'images'}), [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: 'images',
        labels: {
          ...labelsOf('namespace'),
          'pod-security.kubernetes.io/enforce': 'baseline',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    },
  ]);
});

test('the installation is named after a ServiceAccount that exists', t => {
  const ids = listKind('Service').map(({spec}) => spec.template.spec.containers[0].env?.[1]?.value);
  t.deepEqual([...new Set(ids)], ['serviceaccount/image-puller-apply']);
  t.true(listNames('ServiceAccount').includes('image-puller-apply'));
});

test('images have a version: a tag that moves would change what runs without a word', t => {
  t.regex(defaultOptions.functionsImage, /:\d+\.\d+\.\d+$/);
  t.regex(defaultOptions.sleepImage, /:\d+\.\d+\.\d+$/);
});
