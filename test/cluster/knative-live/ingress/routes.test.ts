import test from 'ava';
import {readRoutes} from './routes.ts';

test('the hosts of an Ingress lead to the Service that gets their requests, with the headers of path and split', t => {
  const split = {serviceNamespace: 'images', servicePort: 80};
  const splits = [
    {...split, serviceName: 'apply-00001', percent: 0},
    {...split, serviceName: 'apply-00002', percent: 100, appendHeaders: {'Knative-Serving-Revision': 'apply-00002'}},
  ];
  const routes = readRoutes({
    metadata: {name: 'apply', namespace: 'images', uid: 'u', generation: 1},
    spec: {
      rules: [
        {hosts: ['Apply.images', 'apply.images.svc'], http: {paths: [{splits, appendHeaders: {Of: 'the path'}}]}},
        {hosts: ['without-http']},
      ],
    },
  });
  const route = {
    host: 'apply-00002.images.svc.cluster.local',
    port: 80,
    headers: {Of: 'the path', 'Knative-Serving-Revision': 'apply-00002'},
  };
  t.deepEqual(
    [...routes],
    [
      ['apply.images', route],
      ['apply.images.svc', route],
    ],
  );
});
