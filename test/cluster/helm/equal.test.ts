import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
  buildManifests,
  buildStandalone,
  defaultOptions,
  type InstallOptions,
  standaloneName,
} from '@image-puller/knative/resources';
import {release} from '@image-puller/shared/release';
import test from 'ava';
import {load} from 'js-yaml';
import {testsWith} from '../../support/needs.ts';
import {controlPlane} from '../needs.ts';
import {chart, runHelm} from './helm.ts';
import {findObject, namespace, normalize, type Rendered, render} from './render.ts';

/** What the chart makes beyond an installation: the puller's ConfigMap, and the pod of `helm test`. */
const isOfInstallation = ({kind}: Rendered): boolean => kind !== 'ConfigMap' && kind !== 'Pod';

/** Charts make no namespace, and say when to pull. */
function expectKnative(options: Partial<InstallOptions> = {}): readonly object[] {
  const resources = buildManifests({...defaultOptions, ...options, namespace}).flatMap(manifest => manifest.resources);
  return resources.filter(({kind}) => kind !== 'Namespace').map(resource => pullIfNotPresent(resource));
}

const isService = (object: object): boolean => 'kind' in object && object.kind === 'Service';
const readAnnotations = ({spec}: {readonly spec: {readonly template: {readonly metadata: {annotations: object}}}}) =>
  spec.template.metadata.annotations;

const pullIfNotPresent = (resource: object): object =>
  JSON.parse(JSON.stringify(resource, (key, value) => (key === 'containers' ? value.map(addPolicy) : value)));
const addPolicy = (container: object) => ({...container, imagePullPolicy: 'IfNotPresent'});

testsWith(controlPlane, 'the chart', home => {
  for (const [title, values, options] of [
    ['as it is', {}, {}],
    ['without a watch', {'knative.watch': false}, {wakeOn: 'tick'}],
    [
      'with a dead letter sink, a schedule and images of its own',
      {
        'knative.deadLetterSink': {uri: 'http://letters.test/'},
        'knative.tickSchedule': '0 * * * *',
        'image.repository': 'registry.test/functions',
        'image.tag': '2',
        sleepImage: 'registry.test/sleep:2',
      },
      {
        deadLetterSink: {uri: 'http://letters.test/'},
        tickSchedule: '0 * * * *',
        functionsImage: 'registry.test/functions:2',
        sleepImage: 'registry.test/sleep:2',
      },
    ],
  ] as const) {
    test(`on Knative, ${title}, it makes the objects of knative/resources and no others`, async t => {
      const objects = await render(home, {mode: 'knative', ...values});
      t.deepEqual(normalize(objects.filter(isOfInstallation)), normalize(expectKnative(options)));
    });
  }

  test("podAnnotations take the place of the chart's own of that name, each is there once", async t => {
    const limit = 'queue.sidecar.serving.knative.dev/memory-resource-limit';
    const mine = {[limit]: '256Mi', owner: 'team-a'};
    const objects = await render(home, {mode: 'knative', podAnnotations: mine});
    const [own, changed] = [expectKnative(), objects].map(all =>
      JSON.parse(JSON.stringify(normalize(all.filter(isService)))).map(readAnnotations),
    );
    t.deepEqual(
      changed,
      own.map((annotations: object) => ({...annotations, ...mine})),
    );
    t.is(own.length, 5);
  });

  test('standalone, it makes the objects of knative/standalone.yaml under the names of the Go puller', async t => {
    const deploymentName = 'kubernetes-image-puller';
    const account = 'k8s-image-puller';
    const objects = (await render(home)).filter(isOfInstallation);
    const expected = normalize(
      buildStandalone({...defaultOptions, namespace})
        .resources.filter(resource => 'kind' in resource && resource.kind !== 'Namespace')
        .map(resource => pullIfNotPresent(resource)),
    );
    // Those who run it are called like the Go puller's, and the selector is its own.
    const text = JSON.stringify(normalize(objects))
      .replaceAll(`"${account}"`, `"${standaloneName}"`)
      .replaceAll(`serviceaccount/${account}`, `serviceaccount/${standaloneName}`)
      .replaceAll(`"name":"${deploymentName}","namespace"`, `"name":"${standaloneName}","namespace"`)
      .replace(`{"matchLabels":{"app":"${deploymentName}"}}`, JSON.stringify({matchLabels: selector}))
      .replace(`"selector":{"app":"${deploymentName}",`, `"selector":{"app.kubernetes.io/name":"${deploymentName}",`)
      .replace(`"labels":{"app":"${deploymentName}",`, '"labels":{');
    t.deepEqual(normalize(JSON.parse(text)), expected);
    t.is(findObject(objects, 'Deployment').metadata.name, deploymentName);
    t.is(findObject(objects, 'ServiceAccount').metadata.name, account);
  });

  for (const mode of ['standalone', 'knative']) {
    test(`helm lint --strict has nothing to say of mode ${mode}`, async t => {
      const {status, stdout, stderr} = await runHelm(home, 'lint', '--strict', chart, '--set', `mode=${mode}`);
      t.is(status, 0, stdout + stderr);
    });
  }

  test('versions and images are those of the release', async t => {
    const read = async (file: string) => load(await readFile(join(chart, file), 'utf8'));
    t.like(await read('Chart.yaml'), {version: release.version, appVersion: release.version});
    t.like(await read('values.yaml'), {image: {repository: '', tag: ''}, sleepImage: ''});
    const image = async (values: object) =>
      /"image":"([^"]+)"/.exec(JSON.stringify(findObject(await render(home, {...values}), 'Deployment')))?.[1];
    t.is(await image({}), release.functionsImage);
    t.is(await image({'image.repository': 'mirror.test/functions'}), `mirror.test/functions:${release.version}`);
    t.is(
      await image({'image.repository': 'mirror.test/eclipse/kubernetes-image-puller', 'image.tag': 'next'}),
      release.functionsImage,
      "the Go puller's image does not have these functions",
    );
  });
});

const selector = {
  'app.kubernetes.io/name': 'kubernetes-image-puller',
  'app.kubernetes.io/component': 'standalone',
};
