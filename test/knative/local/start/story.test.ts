import {startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {connectCluster} from '@image-puller/functions';
import {clean, overhear, quotePath, type Told} from '@image-puller/knative/local/start';
import {annotations, scoutLabel} from '@image-puller/shared/names';
import test from 'ava';

test('what is told by Events is heard: the first time, again, and through a cluster with a signal', async t => {
  const embedded = await startEmbeddedCluster();
  t.teardown(() => embedded.stop());
  const connected = connectCluster(embedded.access);
  t.teardown(() => connected.close());
  const heard: Told[] = [];
  const listener = {told: (told: Told) => heard.push(told), scouted: () => t.fail(), refreshed: () => t.fail()};
  const cluster = overhear(connected, listener).within(new AbortController().signal);
  await cluster.createEvent({
    metadata: {name: 'images.1'},
    involvedObject: {kind: 'ConfigMap', name: 'images', namespace: 'default'},
    type: 'Warning',
    reason: 'ConfigurationRejected',
    message: 'first',
  });
  t.is((await cluster.readEvent('images.1'))?.message, 'first');
  await cluster.patchEvent('images.1', {count: 2});
  await cluster.patchEvent('images.1', {message: 'again'});
  await t.throwsAsync(cluster.createEvent({metadata: {name: 'NO'}, involvedObject: {}}));
  t.deepEqual(heard, [
    {type: 'Warning', reason: 'ConfigurationRejected', message: 'first'},
    {type: 'Warning', reason: 'ConfigurationRejected', message: 'again'},
  ]);
});

test('a scout is heard with its node, and a refresh that rolls nothing with how it ended; other writes are not', async t => {
  const embedded = await startEmbeddedCluster();
  t.teardown(() => embedded.stop());
  const connected = connectCluster(embedded.access);
  t.teardown(() => connected.close());
  const heard: string[] = [];
  const cluster = overhear(connected, {
    told: () => t.fail(),
    scouted: node => heard.push(`scout on ${node}`),
    refreshed: how => heard.push(how),
  });
  const spec = {nodeName: 'node-1', containers: [{name: 'a', image: 'registry.example/a:1'}]};
  await cluster.createPod({metadata: {name: 'other'}, spec});
  await cluster.createPod({metadata: {name: 'probe', labels: {[scoutLabel]: 'images'}}, spec});
  await t.throwsAsync(cluster.createPod({metadata: {name: 'probe', labels: {[scoutLabel]: 'images'}}, spec}));
  const {object} = await cluster.createDaemonSet({
    metadata: {name: 'puller'},
    spec: {
      selector: {matchLabels: {app: 'a'}},
      template: {metadata: {labels: {app: 'a'}}, spec: {containers: spec.containers}},
    },
  });
  const {uid} = object.metadata;
  const now = new Date(0).toISOString();
  for (const written of [
    {[annotations.digests]: '{}'},
    {[annotations.lastRefresh]: now, [annotations.refreshToken]: now},
    {[annotations.lastRefresh]: now, [annotations.refreshAnswered]: `${now} ${now}`},
    {[annotations.lastRefresh]: now, [annotations.scoutMisses]: null},
    {[annotations.lastRefresh]: now, [annotations.scoutMisses]: '1'},
  ]) {
    await cluster.patchDaemonSet('puller', {uid}, {annotations: written});
  }
  t.deepEqual(heard, ['scout on node-1', 'nothing moved', 'no answer']);
});

test('words from elsewhere can not command the terminal', t => {
  t.is(clean('a\u001B[31mred\u001B]0;title\u0007\r\nb\u0085c\u2028d'), 'ared b c d');
});

test('a path is quoted for the shell where it has to be', t => {
  t.is(quotePath('/tmp/image-puller-Ab1/kubeconfig'), '/tmp/image-puller-Ab1/kubeconfig');
  t.is(quotePath("/home/o'neil/my files"), String.raw`'/home/o'\''neil/my files'`);
});
