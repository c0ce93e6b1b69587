import test from 'ava';
import {until} from '../../../support/until.ts';
import {chart} from '../../helm/helm.ts';
import type {LiveKnative} from '../start.ts';
import {firstRevisions, listChanged, openWay, patience, type Way} from './way.ts';

/** What every namespace has. */
const always = ['configmap/kube-root-ca.crt', 'serviceaccount/default'];

const services = ['apply', 'check', 'refresh', 'remove', 'status'].map(name => `Service/image-puller-${name}`);

/** The values of a release on Knative, with the images of the tests' registry and one tick a year. */
export const buildValues = ({images}: Way, configMap: object): object => {
  const [repository = '', tag = ''] = images.functionsImage.split(/:(?=[^:]+$)/);
  const knative = {tickSchedule: '0 0 1 1 *'};
  return {mode: 'knative', image: {repository, tag}, sleepImage: images.sleepImage, configMap, knative};
};

/** By the chart. */
export function testHelm(shared: () => LiveKnative): readonly string[] {
  for (const [helm, title, own] of [
    ['helm', 'Helm 4', true],
    ['helm3', 'Helm 3, for a ConfigMap that was there before', false],
  ] as const) {
    test.serial(
      `${title}: tested as soon as installed; an upgrade changes what is meant; uninstalled nothing is left`,
      async t => {
        const way = openWay(t, shared(), `by-${helm}`);
        const {namespace, shell} = way;
        const images = await way.pushImage();
        if (!own) {
          await shell(`kubectl create namespace ${namespace}
          kubectl create configmap mine -n ${namespace} --from-literal='IMAGES=${images}'
          kubectl label configmap mine -n ${namespace} kubernetes-image-puller/config=true`);
        }
        const file = await way.writeFile('values', buildValues(way, own ? {images} : {create: false}));
        const values = `-n ${namespace} --values ${file} --wait --timeout 4m`;
        const upgrade = (set = '') => shell(`${helm} upgrade kip ${chart} ${values} ${set}`);

        await shell(`${helm} install kip ${chart} --create-namespace ${values}`);
        const begun = performance.now();
        // There is no tick: what was there before the watch has to be found without one.
        await shell(`${helm} test kip -n ${namespace}`);
        t.log(`held ${((performance.now() - begun) / 1000).toFixed(1)} s after the install`);
        t.true(way.isHeld());
        await way.untilReady();

        const first = await way.readWritten();
        await upgrade();
        await upgrade();
        t.deepEqual(listChanged(first, await way.readWritten()), []);
        t.deepEqual(await way.readRevisions(), firstRevisions);

        await upgrade(`--set-json 'knative.tickSchedule="0 * * * *"'`);
        const ticking = await way.readWritten();
        t.deepEqual(listChanged(first, ticking), ['PingSource/image-puller-tick']);
        await upgrade(`--set-json 'knative.tickSchedule="0 * * * *"' --set knative.resources.limits.memory=300Mi`);
        t.deepEqual(listChanged(ticking, await way.readWritten()), services);

        await shell(`${helm} rollback kip 1 -n ${namespace} --wait --timeout 4m`);
        const back = await way.readWritten();
        t.deepEqual(readSpecs(back), readSpecs(first));
        t.true(way.isHeld(), 'through all of it');

        await shell(`${helm} uninstall kip -n ${namespace} --wait --timeout 4m`);
        // It is its author's, and goes by hand.
        if (!own) await shell(`kubectl delete configmap mine -n ${namespace}`);
        await until(
          async () => (await listLeft(way)).length <= always.length,
          () => listLeft(way),
          patience,
        );
        t.deepEqual(await listLeft(way), always);
        t.is(await shell(`kubectl get clusterroles,clusterrolebindings -o name | grep :${namespace}$ || true`), '');
      },
    );
  }
  return ['by-helm', 'by-helm3'];
}

const readSpecs = (written: Awaited<ReturnType<Way['readWritten']>>) =>
  Object.fromEntries([...written].map(([name, {spec}]) => [name, spec]));

/** Every object of a namespace, save Events, which go by themselves. */
async function listLeft({shell, namespace}: Way): Promise<readonly string[]> {
  const kinds = `$(kubectl api-resources --verbs=list --namespaced -o name | grep -v '^events' | paste -sd,)`;
  const left = await shell(`kubectl get ${kinds} -n ${namespace} -o name --ignore-not-found`);
  return left === '' ? [] : [...new Set(left.split('\n'))].toSorted();
}
