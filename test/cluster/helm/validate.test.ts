import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {installKnativeKinds, validateStrictly} from '../knative/index.ts';
import {knativeKinds} from '../needs.ts';
import {startCluster} from '../start.ts';
import {namespace, type Rendered, render} from './render.ts';

/** Everything that can be there is there. */
const full = {
  deploymentAnnotations: {a: 'b'},
  tolerations: [{operator: 'Exists'}],
  nodeSelector: {disk: 'ssd'},
  containerSecurityContext: {runAsUser: 65532},
  priorityClassName: 'system-node-critical',
  imagePullSecrets: [{name: 'mine'}],
  podLabels: {a: 'b'},
  podAnnotations: {a: 'b'},
  'serviceAccount.annotations': {a: 'b'},
  'configMap.annotations': {a: 'b'},
  'configMap.rolloutMaxNodes': 10,
  'knative.deadLetterSink': {uri: 'http://letters.test/'},
};

testsWith(knativeKinds, 'what the chart renders is valid', machine => {
  test('every object of both modes passes strict validation by the API server, without a warning', async t => {
    const cluster = await startCluster(t, machine, {controllers: false});
    await installKnativeKinds(cluster.admin);
    await cluster.admin.ask('POST', '/api/v1/namespaces', {metadata: {name: namespace}});
    // The controllers would, and pods want it.
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await cluster.admin.ask('POST', accounts, {metadata: {name: 'default'}});
    for (const values of [
      {mode: 'standalone'},
      {mode: 'knative'},
      {mode: 'standalone', ...full},
      {mode: 'knative', ...full},
    ]) {
      const objects = await render(machine, values);
      t.true(objects.length >= 8);
      t.deepEqual(await validateStrictly(cluster.admin, objects, namespace), []);
    }
    const objects = await render(machine);
    t.notDeepEqual(
      await validateStrictly(cluster.admin, objects.map(misspell), namespace),
      [],
      'a misspelt field is seen',
    );
  });
});

/** In the one Deployment. */
const misspell = (object: Rendered): Rendered => JSON.parse(JSON.stringify(object).replace('"replicas"', '"replica"'));
