import {once} from 'node:events';
import {createServer} from 'node:http';
import {type StoredConfigMap, type StoredDaemonSet, startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {type StepName, steps} from '@image-puller/shared/events';
import test, {type ExecutionContext} from 'ava';
import {until} from '../support/until.ts';
import {sourceEntry, startProcess} from './webhook/processes.ts';
import {readRecorded, type SentRequest, send} from './webhook/requests.ts';

const namespace = 'rec';
const configMap = 'k8s-image-puller';
const label = {'kubernetes-image-puller/config': 'true'};
const recorded = readRecorded('apiserversource-reference');
const pings = readRecorded('pingsource');

/** Takes what the functions publish, as a broker would. */
async function startSink(t: ExecutionContext) {
  const types: string[] = [];
  const server = createServer((request, response) => {
    types.push(String(request.headers['ce-type']));
    request.resume().on('end', () => response.writeHead(202).end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close().closeAllConnections());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {types, url: `http://127.0.0.1:${address.port}/`};
}

/** The four functions, each in a process of its own, and a cluster with the recorded namespace. */
async function start(t: ExecutionContext) {
  const embedded = await startEmbeddedCluster({namespace, kubectl: false});
  t.teardown(() => embedded.stop());
  embedded.nodes.add('node-1');
  const sink = await startSink(t);
  const ports = new Map<StepName, number>();
  for (const step of steps) {
    const env = {FUNCTION_TARGET: step, KUBECONFIG: embedded.kubeconfig, K_SINK: sink.url};
    const running = startProcess(t, sourceEntry, env);
    ports.set(step, await running.port());
    const hasLooked = () => running.log().some(({outcome}) => outcome === 'done');
    // These two look around when nobody has woken them. Then there is no puller yet.
    if (step === 'apply' || step === 'check') await until(hasLooked, running.log);
  }
  const api = async (method: string, name: string, body?: object) => {
    const path = `/api/v1/namespaces/${namespace}/configmaps${method === 'POST' ? '' : `/${name}`}`;
    const answer = await fetch(`${embedded.url}${path}`, {
      method,
      headers: {'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'},
      ...(body && {body: JSON.stringify(body)}),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  return {
    sink,
    api,
    writes: () => embedded.requests.writes().filter(({userAgent}) => userAgent === 'kubernetes-image-puller').length,
    ring: async (step: StepName, request: SentRequest | undefined) =>
      (await send(ports.get(step) ?? 0, request ?? {})).status,
    daemonSet: (name = 'd') => embedded.store.get<StoredDaemonSet>('DaemonSet', namespace, name),
    configMap: () => embedded.store.get<StoredConfigMap>('ConfigMap', namespace, configMap),
    deleteDaemonSet: (name = 'd') => embedded.store.delete('DaemonSet', namespace, name),
  };
}

test('the requests that Knative sent, in the order of the recording, to the functions as processes', async t => {
  const {api, ring, daemonSet, deleteDaemonSet, sink} = await start(t);
  const image = () => daemonSet()?.spec?.template.spec?.containers[0]?.image;
  const data = {IMAGES: 'a=registry.test/a:1;', CACHING_INTERVAL_HOURS: '1', DAEMONSET_NAME: 'd'};
  await api('POST', configMap, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: configMap, labels: label}, data});

  t.is(await ring('check', pings['without-data']), 204);
  await until(() => sink.types.length > 0);
  t.deepEqual(sink.types, ['kubernetes-image-puller.daemonset.drifted'], 'a tick finds it absent');
  t.is(await ring('apply', recorded['configmap-created']), 204);
  t.is(image(), 'registry.test/a:1');

  await api('PATCH', configMap, {data: {IMAGES: 'a=registry.test/a:2'}});
  t.is(await ring('apply', recorded['configmap-updated']), 204);
  t.is(image(), 'registry.test/a:2');

  const before = daemonSet();
  t.is(await ring('apply', recorded['daemonset-updated']), 204);
  t.is(daemonSet()?.metadata.generation, before?.metadata.generation, 'its own status is no reason to write');

  deleteDaemonSet();
  t.is(await ring('apply', recorded['daemonset-deleted']), 204);
  t.is(image(), 'registry.test/a:2');

  await api('PATCH', configMap, {metadata: {labels: {'kubernetes-image-puller/config': null}}});
  t.is(await ring('remove', recorded['configmap-unlabelled']), 204);
  t.is(daemonSet()?.metadata.ownerReferences, undefined, 'let go');
  await api('PATCH', configMap, {metadata: {labels: label}});
  t.is(await ring('apply', recorded['configmap-labelled-again']), 204);
  t.is(daemonSet()?.metadata.ownerReferences?.[0]?.name, configMap, 'and back');

  t.is(await ring('check', pings['with-json-data']), 204);
  await api('DELETE', configMap);
  t.is(await ring('remove', recorded['configmap-deleted']), 204);
  t.is(daemonSet(), undefined);
});

test('what is not for a function is refused with 415 and one line, and nothing is written', async t => {
  const {ring, writes} = await start(t);
  const resource = readRecorded('apiserversource-resource')['configmap-created'];
  for (const step of steps) t.is(await ring(step, resource), 415, step);
  for (const [name, request] of Object.entries({...recorded, ...pings}))
    t.is(await ring('refresh', request), 415, name);
  t.is(writes(), 0);
});
