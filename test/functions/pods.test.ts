import {readFile} from 'node:fs/promises';
import type {StoredPod} from '@image-puller/embedded-cluster';
import {serveStatus} from '@image-puller/functions';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {until} from '../support/until.ts';
import {configMapName, daemonSetName, namespace, startPuller, type TestPuller} from './support/puller.ts';

const fixture = new URL('../fixtures/go-puller-daemonsets.json', import.meta.url);
const {cases}: {cases: Record<string, {data: Record<string, string>; daemonSet: DaemonSet}>} = JSON.parse(
  await readFile(fixture, 'utf8'),
);

/** By puller, on how many nodes each image is held. */
async function readHeld({context}: TestPuller): Promise<Readonly<Record<string, readonly number[]>>> {
  const {pullers} = JSON.parse((await serveStatus({path: '/status.json'}, context())).body);
  return Object.fromEntries(
    pullers.map(({name, images}: {name: string; images: {held: number}[]}) => [name, images.map(({held}) => held)]),
  );
}

const findPod = ({embedded}: TestPuller, node: string, daemonSet: string) =>
  embedded.store
    .list<StoredPod>('Pod', namespace)
    .find(({metadata, spec}) => spec?.nodeName === node && metadata.ownerReferences?.[0]?.name === daemonSet);

test("a puller counts the pods of its own DaemonSet, though another one's have the same labels, as all of a Go puller do", async t => {
  const recorded = cases['three-images'];
  if (recorded === undefined) throw new Error('no recorded DaemonSet');
  const {data, daemonSet} = recorded;
  const puller = await startPuller(t, data, {nodes: 2});
  const {api, edit, ring, nodes, embedded, readDaemonSet} = puller;
  await edit({...data, DAEMONSET_NAME: 'second'}, {name: 'second'});
  for (const [name, configMap] of [
    [daemonSetName, configMapName],
    ['second', 'second'],
  ] as const) {
    const metadata = {...daemonSet.metadata, name, namespace, ownerReferences: []};
    await api('POST', `/apis/apps/v1/namespaces/${namespace}/daemonsets`, {...daemonSet, metadata});
    await nodes.settled(name);
    t.like((await ring('apply', {object: {name: configMap}})).entry, {decision: `${configMap}: adopted (Go puller)`});
    await nodes.settled(name);
  }
  t.deepEqual((await readDaemonSet('second'))?.spec?.selector, (await readDaemonSet())?.spec?.selector);
  t.deepEqual(await readHeld(puller), {[configMapName]: [2, 2, 2], second: [2, 2, 2]});

  embedded.nodes.setSandboxFailure('node-1', 'nothing begins here');
  const pod = findPod(puller, 'node-1', 'second');
  await api('DELETE', `/api/v1/namespaces/${namespace}/pods/${pod?.metadata.name}`);
  await until(() => ![pod?.metadata.uid, undefined].includes(findPod(puller, 'node-1', 'second')?.metadata.uid));
  t.deepEqual(await readHeld(puller), {[configMapName]: [2, 2, 2], second: [1, 1, 1]});
});

test('a pod that is about to go holds nothing any more, however long it takes to go', async t => {
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'}, {nodes: 2});
  const {api, ring, nodes, embedded} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  t.deepEqual(await readHeld(puller), {[configMapName]: [2]});
  embedded.nodes.setSandboxFailure('node-1', 'its successor does not begin');
  const pod = findPod(puller, 'node-1', daemonSetName);
  const path = `/api/v1/namespaces/${namespace}/pods/${pod?.metadata.name}`;
  await api('PATCH', path, {metadata: {finalizers: ['test/held']}});
  await api('DELETE', path);
  const {metadata} = (await api('GET', path)) as StoredPod;
  t.truthy(metadata.deletionTimestamp);
  t.deepEqual(await readHeld(puller), {[configMapName]: [1]});
});
