import type {StoredConfigMap, StoredDaemonSet} from '@image-puller/embedded-cluster';
import test from 'ava';
import {load} from 'js-yaml';
import {testsWith} from '../../../../support/needs.ts';
import {buildConfigMap, buildDaemonSet, daemonSetsPath} from '../client.ts';
import {findKubectl, writeManifest} from './kubectl.ts';
import {readConfigMap as configMap, startKubectl as start} from './kubectl-setting.ts';

/** One kubectl starts in some 50 ms of processor time: tests that run after each other disturb no others. */
const kubectlTest = test.serial;

/** A printed table: one list of words for each line. */
const words = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s{2,}/));

const withoutAges = (text: string): string => text.replace(/\b\d+[smh]\b/g, 'AGE');

testsWith(
  await findKubectl(),
  'kubectl get, describe, edit, label and delete work against the embedded cluster',
  () => {
    kubectlTest('kubectl get shows tables, wide ones, and whole objects', async t => {
      const {kubectl} = await start(t);
      t.deepEqual(words(withoutAges(await kubectl('get', 'configmap,ds'))), [
        ['NAME', 'DATA', 'AGE'],
        ['configmap/images', '1', 'AGE'],
        [''],
        ['NAME', 'DESIRED', 'CURRENT', 'READY', 'UP-TO-DATE', 'AVAILABLE', 'NODE SELECTOR', 'AGE'],
        ['daemonset.apps/puller', '0', '0', '0', '0', '0', 'disk=ssd', 'AGE'],
      ]);
      const [, row = []] = words(withoutAges(await kubectl('get', 'daemonset', 'puller', '-o', 'wide')));
      t.deepEqual(row.slice(-3), ['c', 'registry.test/a:1', 'app=puller']);
      const object = load(await kubectl('get', 'cm', 'images', '-o', 'yaml'));
      t.like(object, {apiVersion: 'v1', kind: 'ConfigMap', data: {IMAGES: 'a=registry.test/a:1'}});
      t.deepEqual(words(await kubectl('get', 'ns', '--no-headers', '-o', 'name')), [['namespace/default']]);
    });

    kubectlTest('kubectl get shows pods, nodes and events, too', async t => {
      const {kubectl, cluster} = await start(t);
      cluster.nodes.add('node-1');
      const [heads, row] = words(withoutAges(await kubectl('get', 'nodes')));
      t.deepEqual(
        [heads, row?.slice(0, 4)],
        [
          ['NAME', 'STATUS', 'ROLES', 'AGE', 'VERSION'],
          ['node-1', 'Ready', '<none>', 'AGE'],
        ],
      );
      t.is(await kubectl('get', 'pods', '-l', 'app=nobody'), '');
      t.is(await kubectl('get', 'events', '--field-selector', 'involvedObject.name=nobody'), '');
    });

    kubectlTest('kubectl describe shows what happened to a ConfigMap', async t => {
      const {kubectl, call, ...client} = await start(t);
      await call('POST', '/api/v1/namespaces/default/events', {
        metadata: {name: 'images.1'},
        involvedObject: {
          kind: 'ConfigMap',
          namespace: 'default',
          name: 'images',
          uid: configMap({call, ...client})?.metadata.uid,
        },
        type: 'Warning',
        reason: 'Rejected',
        message: 'IMAGES: no usable image',
        source: {component: 'image-puller'},
        firstTimestamp: new Date().toISOString(),
        lastTimestamp: new Date().toISOString(),
        count: 1,
      });
      t.deepEqual(words(withoutAges(await kubectl('describe', 'configmap', 'images'))), [
        ['Name:', 'images'],
        ['Namespace:', 'default'],
        ['Labels:', '<none>'],
        ['Annotations:', '<none>'],
        [''],
        ['Data'],
        ['===='],
        ['IMAGES:'],
        ['----'],
        ['a=registry.test/a:1'],
        [''],
        [''],
        ['BinaryData'],
        ['===='],
        [''],
        ['Events:'],
        ['Type', 'Reason', 'Age', 'From', 'Message'],
        ['----', '------', '----', '----', '-------'],
        ['Warning', 'Rejected', 'AGE', 'image-puller', 'IMAGES: no usable image'],
      ]);
    });

    kubectlTest('kubectl describe shows a DaemonSet and a node', async t => {
      const {kubectl, cluster} = await start(t);
      const daemonSet = await kubectl('describe', 'daemonset', 'puller');
      t.regex(daemonSet, /^Name: +puller\n/);
      t.regex(daemonSet, /^Pods Status: +0 Running \/ 0 Waiting \/ 0 Succeeded \/ 0 Failed$/m);
      t.regex(daemonSet, /^ {4}Image: +registry\.test\/a:1$/m);
      cluster.nodes.add('node-1');
      t.regex(await kubectl('describe', 'node', 'node-1'), /^ +Ready +True +.*KubeletReady/m);
    });

    kubectlTest('kubectl edit changes a ConfigMap', async t => {
      const {kubectl, ...client} = await start(t, 'sed -i s/a:1/a:2/');
      t.is(await kubectl('edit', 'configmap', 'images'), 'configmap/images edited\n');
      t.deepEqual(configMap(client)?.data, {IMAGES: 'a=registry.test/a:2'});
    });

    kubectlTest('kubectl edit changes a container of a DaemonSet and no other', async t => {
      const {kubectl, call, cluster} = await start(t, 'sed -i s/b:1/b:2/');
      const containers = ['a', 'b'].map(name => ({name, image: `registry.test/${name}:1`}));
      await call('PUT', `${daemonSetsPath}/puller`, buildDaemonSet('puller', {containers}));
      t.is(await kubectl('edit', 'daemonset', 'puller'), 'daemonset.apps/puller edited\n');
      const {spec} = cluster.store.get<StoredDaemonSet>('DaemonSet', 'default', 'puller') ?? {};
      const images = spec?.template.spec?.containers.map(container => container.image);
      t.deepEqual(images, ['registry.test/a:1', 'registry.test/b:2']);
    });

    kubectlTest('kubectl edit that changes nothing says so', async t => {
      const {kubectl} = await start(t, 'true');
      t.is(await kubectl('edit', 'configmap', 'images'), '');
    });

    kubectlTest('kubectl label adds and removes a label', async t => {
      const {kubectl, ...client} = await start(t);
      t.is(await kubectl('label', 'cm', 'images', 'kubernetes-image-puller/config=true'), 'configmap/images labeled\n');
      t.deepEqual(configMap(client)?.metadata.labels, {'kubernetes-image-puller/config': 'true'});
      t.is(await kubectl('label', 'cm', 'images', 'kubernetes-image-puller/config-'), 'configmap/images unlabeled\n');
      t.is(configMap(client)?.metadata.labels, undefined);
    });

    kubectlTest('kubectl delete waits for the end of an object, and knows what is not there', async t => {
      const {kubectl, ...client} = await start(t);
      t.is(await kubectl('delete', 'configmap', 'images'), 'configmap "images" deleted\n');
      t.is(configMap(client), undefined);
      const error = await t.throwsAsync(kubectl('delete', 'configmap', 'images'));
      t.regex(error.message, /Error from server \(NotFound\): configmaps "images" not found/);
    });

    kubectlTest('kubectl create and apply take a file, and refuse a field that is none', async t => {
      const {kubectl, ...client} = await start(t);
      const first = await writeManifest(t, buildConfigMap('applied', {a: '1', b: '2'}));
      const second = await writeManifest(t, buildConfigMap('applied', {a: '3'}));
      t.is(await kubectl('apply', '-f', first), 'configmap/applied created\n');
      t.is(await kubectl('apply', '-f', first), 'configmap/applied unchanged\n');
      t.is(await kubectl('apply', '-f', second), 'configmap/applied configured\n');
      t.deepEqual(client.cluster.store.get<StoredConfigMap>('ConfigMap', 'default', 'applied')?.data, {a: '3'});
      const wrong = await writeManifest(t, buildDaemonSet('wrong', {nope: 1}));
      const error = await t.throwsAsync(kubectl('create', '-f', wrong));
      t.regex(error.message, /strict decoding error: unknown field "spec\.template\.spec\.nope"/);
    });
  },
);
