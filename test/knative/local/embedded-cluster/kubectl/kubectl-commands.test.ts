import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {StoredConfigMap, StoredDaemonSet} from '@image-puller/embedded-cluster';
import test from 'ava';
import {testsWith} from '../../../../support/needs.ts';
import {repository} from '../../start/command.ts';
import {buildConfigMap, buildDaemonSet, daemonSetsPath, strategicPatch} from '../client.ts';
import {findKubectl, writeManifest} from './kubectl.ts';
import {readConfigMap as configMap, startKubectl as start} from './kubectl-setting.ts';

/** One kubectl starts in some 50 ms of processor time: tests that run after each other disturb no others. */
const kubectlTest = test.serial;

testsWith(
  await findKubectl(),
  'kubectl create, replace, drain, wait and explain work against the embedded cluster, and the rest says why not',
  () => {
    kubectlTest('kubectl create makes ConfigMaps from literals, files and env files, and a namespace', async t => {
      const {kubectl, cluster} = await start(t);
      const file = await writeManifest(t, {a: 1});
      const env = await writeManifest(t, {});
      await writeFile(env, 'A=1\n# no\nB=two words\n');
      t.is(
        await kubectl('create', 'configmap', 'lit', '--from-literal=a=ü', '--from-literal=b='),
        'configmap/lit created\n',
      );
      t.is(await kubectl('create', 'configmap', 'file', `--from-file=x=${file}`), 'configmap/file created\n');
      t.is(await kubectl('create', 'configmap', 'env', `--from-env-file=${env}`), 'configmap/env created\n');
      t.is(
        await kubectl('create', 'configmap', 'dry', '--from-literal=a=1', '--dry-run=server'),
        'configmap/dry created (server dry run)\n',
      );
      t.is(await kubectl('create', 'namespace', 'team'), 'namespace/team created\n');
      const data = (name: string) => cluster.store.get<StoredConfigMap>('ConfigMap', 'default', name)?.data;
      t.deepEqual(['lit', 'file', 'env', 'dry'].map(data), [
        {a: 'ü', b: ''},
        {x: '{"a":1}'},
        {A: '1', B: 'two words'},
        undefined,
      ]);
      const error = await t.throwsAsync(kubectl('create', 'configmap', 'lit', '--from-literal=a=1'));
      t.regex(error.message, /configmaps "lit" already exists/);
    });

    kubectlTest('kubectl annotate, replace, replace --force, patch and delete --cascade do as they say', async t => {
      const {kubectl, ...client} = await start(t);
      const key = 'kubernetes-image-puller/refresh-requested';
      t.is(
        await kubectl('annotate', 'configmap', 'images', `${key}=now`, '--overwrite'),
        'configmap/images annotated\n',
      );
      t.is(
        await kubectl('annotate', 'configmap', 'images', `${key}=later`, '--overwrite'),
        'configmap/images annotated\n',
      );
      t.deepEqual(configMap(client)?.metadata.annotations, {[key]: 'later'});
      const uid = configMap(client)?.metadata.uid;
      const other = await writeManifest(t, buildConfigMap('images', {a: '2'}));
      t.is(await kubectl('replace', '-f', other), 'configmap/images replaced\n');
      t.deepEqual([configMap(client)?.metadata.uid, configMap(client)?.data], [uid, {a: '2'}]);
      t.is(await kubectl('replace', '--force', '-f', other), 'configmap "images" deleted\nconfigmap/images replaced\n');
      t.not(configMap(client)?.metadata.uid, uid);
      t.is(await kubectl('patch', 'configmap', 'images', '-p', '{"data":{"a":"3"}}'), 'configmap/images patched\n');
      t.deepEqual(configMap(client)?.data, {a: '3'});
      for (const cascade of ['background', 'foreground', 'orphan']) {
        await kubectl('create', 'configmap', cascade);
        t.is(await kubectl('delete', 'configmap', cascade, `--cascade=${cascade}`), `configmap "${cascade}" deleted\n`);
      }
    });

    kubectlTest(
      'a Node joins by kubectl apply and leaves by kubectl delete; kubectl wait and rollout status see it',
      async t => {
        const {kubectl, cluster} = await start(t);
        await kubectl('delete', 'daemonset', 'puller');
        await kubectl('create', '-f', await writeManifest(t, buildDaemonSet('everywhere')));
        const manifest = join(repository, 'knative/local/start/node.yaml');
        t.is(await kubectl('apply', '-f', manifest), 'node/another-node created\n');
        t.is(
          await kubectl('wait', 'node/another-node', '--for=condition=Ready', '--timeout=15s'),
          'node/another-node condition met\n',
        );
        t.regex(
          await kubectl('rollout', 'status', 'daemonset/everywhere', '--timeout=15s'),
          /successfully rolled out\n$/,
        );
        const wanted = '--for=jsonpath={.status.numberReady}=1';
        t.regex(await kubectl('wait', 'daemonset/everywhere', wanted, '--timeout=15s'), /condition met\n$/);
        t.is(await kubectl('delete', 'node', 'another-node'), 'node "another-node" deleted\n');
        t.deepEqual(cluster.nodes.progress(), []);
      },
    );

    kubectlTest('kubectl drain empties a node of pods without a controller', async t => {
      const {kubectl, cluster} = await start(t);
      cluster.nodes.add('node-1');
      await kubectl('run', 'bare', '--image=registry.test/a:1');
      await kubectl('wait', 'pod/bare', '--for=condition=Ready', '--timeout=15s');
      const drained = await kubectl(
        'drain',
        'node-1',
        '--ignore-daemonsets',
        '--force',
        '--grace-period=0',
        '--timeout=15s',
      );
      t.regex(drained, /pod\/bare deleted\nnode\/node-1 drained\n$/);
    });

    kubectlTest('kubectl explain lists fields, and says where they are explained', async t => {
      const {kubectl} = await start(t);
      const explained = (await kubectl('explain', 'configmap')).replaceAll(/\s+/g, ' ');
      t.regex(
        explained,
        /This is a simulated cluster: .* on https:\/\/kubernetes\.io\/docs\/reference\/kubernetes-api\//,
      );
      t.regex(explained, / binaryData <map\[string\]string> /);
      t.regex(await kubectl('explain', 'daemonset.spec.template.spec.containers.image'), /FIELD: image <string>/);
    });

    kubectlTest('what is not imitated is refused by kubectl in one line', async t => {
      const {kubectl, cluster} = await start(t);
      cluster.nodes.add('node-1');
      await kubectl('run', 'bare', '--image=registry.test/a:1');
      // What is not Running is refused by kubectl itself.
      await kubectl('wait', 'pod/bare', '--for=condition=Ready', '--timeout=15s');
      const volumes = [{name: 'v', nfs: {server: 'nfs.test', path: '/'}}];
      const mounting = await writeManifest(t, buildDaemonSet('mounting', {volumes}));
      for (const args of [
        ['create', '-f', mounting],
        ['apply', '-f', mounting],
        ['logs', 'bare'],
        ['exec', 'bare', '--', 'ls'],
        ['attach', 'bare'],
        ['port-forward', 'bare', '8080'],
        ['cp', 'bare:/etc/hosts', '/dev/null'],
        ['auth', 'can-i', 'list', 'pods'],
        ['scale', 'daemonset/puller', '--replicas=1'],
        ['rollout', 'history', 'daemonset/puller'],
        ['rollout', 'undo', 'daemonset/puller'],
      ]) {
        const error: Error & {stderr?: string} = await t.throwsAsync(kubectl(...args));
        const lines = (error.stderr ?? '').split('\n').filter(line => /^[Ee]rror/.test(line));
        t.is(lines.length, 1, error.stderr);
        t.regex(lines[0] ?? '', /this is a simulated cluster: /, args.join(' '));
      }
    });

    kubectlTest('kubectl apply changes one container of a list, and leaves alone one that somebody added', async t => {
      const {kubectl, call, cluster} = await start(t);
      const build = (image: string) =>
        buildDaemonSet('applied', {
          containers: ['a', 'b'].map(name => ({name, image: name === 'b' ? image : 'registry.test/a:1'})),
        });
      await kubectl('apply', '-f', await writeManifest(t, build('registry.test/b:1')));
      const added = {spec: {template: {spec: {containers: [{name: 'c', image: 'registry.test/c:1'}]}}}};
      await call('PATCH', `${daemonSetsPath}/applied`, added, strategicPatch);
      await kubectl('apply', '-f', await writeManifest(t, build('registry.test/b:2')));
      const {spec} = cluster.store.get<StoredDaemonSet>('DaemonSet', 'default', 'applied') ?? {};
      t.deepEqual(spec?.template.spec?.containers.map(({image}) => image).toSorted(), [
        'registry.test/a:1',
        'registry.test/b:2',
        'registry.test/c:1',
      ]);
    });
  },
);
