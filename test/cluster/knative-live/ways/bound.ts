import test from 'ava';
import {until} from '../../../support/until.ts';
import {chart} from '../../helm/helm.ts';
import type {LiveKnative} from '../start.ts';
import {buildValues} from './helm.ts';
import {firstRevisions, openWay, patience, readPage} from './way.ts';

const publishers = ['apply', 'check', 'refresh'];

/** The page's, for a namespace. */
const remove = (namespace: string): string =>
  `kubectl delete sinkbindings,ksvc,brokers.eventing.knative.dev -l app.kubernetes.io/part-of=kubernetes-image-puller -n ${namespace}`;

/** As versions without `async-handler` had them: they tell functions where the Broker is, by changing their Services. */
const buildSinkBinding = (name: string, namespace: string) => ({
  apiVersion: 'sources.knative.dev/v1',
  kind: 'SinkBinding',
  metadata: {name, namespace, labels: {'app.kubernetes.io/part-of': 'kubernetes-image-puller'}},
  spec: {
    subject: {apiVersion: 'serving.knative.dev/v1', kind: 'Service', name},
    sink: {ref: {apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'image-puller'}},
  },
});

/** From an installation with SinkBindings. */
export function testBound(shared: () => LiveKnative): readonly string[] {
  test.serial(
    'where SinkBindings own fields, what they changed is deleted once: then Helm 4 upgrades without a conflict',
    async t => {
      const way = openWay(t, shared(), 'bound');
      const {namespace, shell} = way;
      const file = await way.writeFile('values', buildValues(way, {create: false}));
      const values = `-n ${namespace} --values ${file}`;
      await shell(`helm install kip ${chart} --create-namespace ${values}`);
      const bindings = publishers.map(name => buildSinkBinding(`image-puller-${name}`, namespace));
      const list = await way.writeFile('bindings', {apiVersion: 'v1', kind: 'List', items: bindings});
      await shell(`kubectl apply -f ${list}`);
      const readSinks = () =>
        shell(`kubectl get ksvc -n ${namespace} -o jsonpath='{..env[?(@.name=="K_SINK")].value}'`);
      await until(async () => (await readSinks()).split(' ').length === publishers.length, readSinks, patience);
      const upgrade = `helm upgrade kip ${chart} ${values} --set knative.resources.limits.memory=300Mi`;
      await shell(`kubectl annotate broker image-puller -n ${namespace} messaging.knative.dev/async-handler-
      kubectl delete inmemorychannels --all -n ${namespace}`);
      const channel = `kubectl get inmemorychannels -n ${namespace} -o jsonpath='{.items[*].metadata}'`;
      const readChannel = () => shell(channel);
      await until(async () => /^{(?!.*async-handler)/.test(await readChannel()), readChannel, patience);
      await t.throwsAsync(shell(upgrade), {message: /conflict/});

      t.true((await readPage('upgrading')).includes(`\n${remove('k8s-image-puller')}\n`), 'the command of the page');
      await shell(remove(namespace));
      await shell(upgrade);
      await way.untilReady();
      t.is(await readSinks(), '');
      t.deepEqual(await way.readRevisions(), firstRevisions);
      t.regex(await readChannel(), /"messaging.knative.dev\/async-handler":"true"/);
      await shell(`${upgrade} --set image.pullPolicy=Always`);
      const policies = `kubectl get ksvc -n ${namespace} -o jsonpath='{..imagePullPolicy}'`;
      t.deepEqual(new Set((await shell(policies)).split(' ')), new Set(['Always']));
    },
  );
  return ['bound'];
}
