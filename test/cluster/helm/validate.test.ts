import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {installKnativeKinds, validateStrictly} from '../knative/index.ts';
import {knativeKinds} from '../needs.ts';
import {startCluster} from '../start.ts';
import {chart, runHelm} from './helm.ts';
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
  'configMap.podLabels': {team: 'a'},
  'configMap.podAnnotations': {owner: 'team-a'},
  'configMap.podServiceAccountName': 'holder',
  'configMap.podRuntimeClassName': 'kata',
  'knative.deadLetterSink': {uri: 'http://letters.test/'},
};

testsWith(knativeKinds, 'what the chart renders is valid', machine => {
  test('on Knative it is refused where there is none; where there is, the notes say so; every object is valid', async t => {
    const cluster = await startCluster(t, machine, {controllers: false});
    const {admin, kubeconfig} = cluster;
    const install = async (mode: string) => {
      const args = ['--namespace', namespace, '--dry-run=server', '--set', `mode=${mode}`];
      return await runHelm({directory: cluster.directory, kubeconfig}, 'install', 'kip', chart, ...args);
    };
    await admin.ask('POST', '/api/v1/namespaces', {metadata: {name: namespace}});
    // The controllers would, and pods want it.
    await admin.ask('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, {metadata: {name: 'default'}});
    t.regex(
      (await install('knative')).stderr,
      /this cluster does not serve serving\.knative\.dev\/v1: install Knative first/,
    );
    t.notRegex((await install('standalone')).stdout, /This cluster has Knative/);
    await installKnativeKinds(admin);
    t.regex((await install('standalone')).stdout, /This cluster has Knative: with --set mode=knative no function/);
    const knative = await install('knative');
    t.is(knative.status, 0, knative.stderr);
    t.regex(knative.stdout, /installed in namespace images, as functions on Knative\./);
    t.notRegex(knative.stdout, /no effect/);
    const {stdout} = await install('knative,nodeSelector.disk=ssd');
    t.regex(stdout, /They have no effect: nodeSelector\./);
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
