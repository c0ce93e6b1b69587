import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
  buildManifests,
  buildStandalone,
  buildTemplates,
  defaultOptions,
  renderManifest,
} from '@image-puller/knative/resources';
import {allKeys, parseConfig} from '@image-puller/shared/config';
import test from 'ava';
import {files, folder, processFile} from './folder.ts';

const defaults = {sleepImage: 'registry.test/sleep:1', namespace: 'images'};

test('knative/openshift is what knative/resources says: after a change, run `npm run render -w knative`', async t => {
  const written = await Promise.all(
    (await readdir(folder)).map(async file => [file, await readFile(join(folder, file), 'utf8')]),
  );
  const expected = buildTemplates().map(template => [template.file, renderManifest(template)]);
  t.deepEqual(Object.fromEntries(written), Object.fromEntries(expected));
  t.deepEqual(Object.keys(files).toSorted(), written.map(([file]) => file).toSorted());
});

for (const [file, given] of Object.entries(files)) {
  test(`${file}: what comes out names no parameter, no namespace of its own, no user and no group, and is labelled`, async t => {
    const objects = await processFile(file, given);
    t.notRegex(JSON.stringify(objects), /\$\{|"(?:runAsUser|runAsGroup|fsGroup)"/);
    for (const {metadata, kind} of objects) {
      t.false('namespace' in metadata, `${kind} ${metadata.name}`);
      t.is(metadata.labels?.app, 'kubernetes-image-puller', `${kind} ${metadata.name}`);
    }
  });
}

test('the ConfigMap of the template, as it is, is a configuration without a warning that is all defaults', async t => {
  const data = await readConfigMap();
  const written = parseConfig(data, defaults);
  t.deepEqual(written, parseConfig({IMAGES: data.IMAGES ?? ''}, defaults));
  t.like(written, {
    warnings: [],
    config: {
      images: [
        {name: 'che-code', image: 'quay.io/che-incubator/che-code:next'},
        {name: 'base-developer-image', image: 'quay.io/devfile/base-developer-image:ubi9-latest'},
      ],
    },
  });
});

test('every key can be given as a parameter, JSON with its quotes too, and arrives as it was written', async t => {
  const given = {...Object.fromEntries(allKeys.map(key => [key.name, key.example])), NAMESPACE: 'images'};
  const data = await readConfigMap(given);
  t.deepEqual(data, given);
  t.deepEqual(parseConfig(data, defaults), parseConfig(given, defaults));
  t.true('config' in parseConfig(data, defaults));
});

test("given for another project's, NAMESPACE is refused by the functions with a word on why", async t => {
  t.like(parseConfig(await readConfigMap({NAMESPACE: 'elsewhere'}), defaults), {errors: [{key: 'NAMESPACE'}]});
});

test('the account may do what the standalone installation may, and the app is the same process', async t => {
  const [, role] = await processFile('serviceaccount.yaml');
  const standalone = buildStandalone(defaultOptions).resources;
  t.deepEqual(readField(role, 'rules'), readField(standalone.find(isOf('Role')), 'rules'));
  const [, deployment] = await processFile('app.yaml');
  const plain = renameApp(standalone.find(isOf('Deployment')));
  const containerPath = ['spec', 'template', 'spec', 'containers', '0'];
  t.deepEqual(readField(deployment, ...containerPath), readField(plain, ...containerPath));
  for (const field of ['replicas', 'strategy']) {
    t.deepEqual(readField(deployment, 'spec', field), readField(plain, 'spec', field));
  }
  const pod = ['spec', 'template', 'spec', 'terminationGracePeriodSeconds'];
  t.deepEqual(readField(deployment, ...pod), readField(plain, ...pod));
});

test('for Serverless there are the objects of knative/manifests, without those that need rights beyond the project', async t => {
  const beyond = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];
  const manifests = buildManifests({...defaultOptions, namespace: 'images'}).flatMap(({resources}) => resources);
  const expected = manifests.filter(({kind}) => !beyond.includes(kind ?? '')).map(inNoNamespace);
  t.deepEqual<unknown, unknown>(await processFile('serverless.yaml'), expected);
});

test('the node reader is the ClusterRole of knative/manifests for both ways to run, and needs to know the project', async t => {
  const [role, binding] = await processFile('node-reader.yaml', {NAMESPACE: 'images'});
  const manifests = buildManifests({...defaultOptions, namespace: 'images'}).flatMap(({resources}) => resources);
  t.deepEqual(readField(role, 'rules'), readField(manifests.find(isOf('ClusterRole')), 'rules'));
  const subject = (name: string) => ({kind: 'ServiceAccount', name, namespace: 'images'});
  t.deepEqual(
    [readField(binding, 'roleRef', 'name'), readField(binding, 'subjects')],
    [
      readField(role, 'metadata', 'name'),
      ['k8s-image-puller', ...['apply', 'check', 'refresh', 'status'].map(fn => `image-puller-${fn}`)].map(subject),
    ],
  );
  await t.throwsAsync(processFile('node-reader.yaml'), {
    message: 'parameter NAMESPACE is required and must be specified',
  });
});

test('a parameter that a template does not have is an error', async t => {
  await t.throwsAsync(processFile('app.yaml', {IMAGES: 'a=b'}), {message: 'unknown parameter name "IMAGES"'});
});

async function readConfigMap(given: Readonly<Record<string, string>> = {}): Promise<Record<string, string>> {
  const [configMap] = await processFile('configmap.yaml', given);
  return JSON.parse(JSON.stringify(readField(configMap, 'data')));
}

const isOf = (kind: string) => (object: object) => 'kind' in object && object.kind === kind;

const readField = (object: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined,
    object,
  );

/** The standalone Deployment's container and account, under the names of the Go puller. */
const renameApp = (object: object | undefined): object =>
  JSON.parse(
    JSON.stringify(object)
      .replace('"containers":[{"name":"image-puller"', '"containers":[{"name":"kubernetes-image-puller"')
      .replace('serviceaccount/image-puller', 'serviceaccount/k8s-image-puller'),
  );

/** As it is applied: namespaces come from where, and the template's label is on it. */
function inNoNamespace(object: object): object {
  const {metadata, ...rest} = JSON.parse(
    JSON.stringify(object, (key, value) => (key === 'namespace' ? undefined : value)),
  );
  return {...rest, metadata: {...metadata, labels: {...metadata.labels, app: 'kubernetes-image-puller'}}};
}
