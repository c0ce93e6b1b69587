import {annotations} from '@image-puller/shared/names';
import test from 'ava';
import {until} from '../support/until.ts';
import {countGaps, drive, open, startWithClock} from './support/drive.ts';
import {configMapName, daemonSetName, namespace, type TestPuller} from './support/puller.ts';

const bad = 'registry.test/bad:1';
const images = {IMAGES: `a=registry.test/a:1;bad=${bad};b=registry.test/b:1`};
const laneName = `${daemonSetName}-isolated-bad`;

const namesOf = async ({readDaemonSet}: TestPuller, name?: string) =>
  (await readDaemonSet(name))?.spec?.template.spec?.containers.map(({name}) => name);

test('an image that fails goes to a DaemonSet of its own; mended it is held there, and comes back after an interval', async t => {
  const puller = await startWithClock(t, 3, images);
  const {ring, embedded, nodes, skip, readDaemonSet, readStory, published} = puller;
  embedded.images.set(bad, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'bad') === 3 && nodes.count('running', 'a') === 3);
  const gaps = countGaps(puller, 'a');
  await ring('check', open);
  t.deepEqual(await namesOf(puller), ['a', 'bad', 'b'], 'not before it has failed for two minutes');
  skip(2);
  await drive(puller, async () => (await namesOf(puller))?.join() === 'a,b');
  await nodes.settled(daemonSetName);
  t.is(gaps(), 0, 'its pods were not Ready: others held the images while they were replaced');
  await drive(puller, async () => (await readDaemonSet(`${daemonSetName}-bridge`)) === undefined);
  t.deepEqual(await namesOf(puller, laneName), ['bad']);
  t.is((await readDaemonSet(laneName))?.spec?.template.spec?.containers[0]?.imagePullPolicy, 'IfNotPresent');
  t.true((await readStory()).some(line => line.startsWith(`Warning ImageIsolated: bad (${bad}) fails`)));

  await until(() => nodes.count('failing', 'bad') === 3);
  const {decision} = (await ring('check', open)).entry ?? {};
  t.is(decision, `${configMapName}: not ready`, 'nobody watches what the kubelet tries again');

  embedded.images.set(bad, {failure: undefined});
  await nodes.settled(laneName);
  const before = published.length;
  const changed = {type: 'dev.knative.apiserver.ref.update', object: {kind: 'DaemonSet', name: laneName}} as const;
  await ring('apply', changed);
  t.deepEqual(
    published.slice(before).map(({type}) => type),
    ['kubernetes-image-puller.phase.open'],
    'it is held: check is to tell it',
  );
  await ring('check', open);
  const told = published.length;
  await ring('apply', changed);
  t.is(published.length, told);
  await drive(puller, async () =>
    /"healthySince"/.test((await readDaemonSet())?.metadata.annotations?.[annotations.lanes] ?? ''),
  );
  t.deepEqual(await namesOf(puller), ['a', 'b']);
  skip(60);
  await drive(puller, async () => (await readDaemonSet(laneName)) === undefined);
  await nodes.settled(daemonSetName);
  t.deepEqual(await namesOf(puller), ['a', 'bad', 'b']);
  t.is(gaps(), 0);
  t.is((await readStory()).at(-1), `Normal ImageReturned: bad (${bad}) is back in the main DaemonSet`);
});

test('an image that is to go apart waits until main pulls on no more nodes than its share', async t => {
  const list = (tag: number) => ({IMAGES: `a=registry.test/a:${tag};bad=${bad}`, ROLLOUT_MAX_NODES: '2'});
  const puller = await startWithClock(t, 4, list(1));
  const {ring, edit, api, embedded, nodes, readDaemonSet} = puller;
  await drive(puller, async () => nodes.count('running', 'a') === 4);
  await nodes.settled(daemonSetName);
  const readPlace = async () =>
    /"is":"(\w+)"/.exec((await readDaemonSet())?.metadata.annotations?.[annotations.lanes] ?? '')?.[1];

  embedded.images.set('registry.test/a:2', {pullDuration: 3_600_000});
  await edit(list(2));
  await ring('apply');
  await until(() => nodes.count('pulling', 'a') === 2);
  const note = {bad: {image: bad, is: 'parting', since: new Date().toISOString(), returns: 0}};
  await api('PATCH', `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`, {
    metadata: {annotations: {[annotations.lanes]: JSON.stringify(note)}},
  });
  await ring('check', open);
  t.is(await readPlace(), 'parting');

  await edit(list(1));
  await ring('apply');
  await nodes.settled(daemonSetName);
  await drive(puller, async () => (await readPlace()) === 'leaving');
});

test('a bridge stays until the pods that it stands in for hold what it holds, however long they take', async t => {
  const puller = await startWithClock(t, 3, images);
  const {ring, embedded, nodes, edit, readDaemonSet} = puller;
  const bridge = `${daemonSetName}-bridge`;
  embedded.images.set(bad, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'bad') === 3 && nodes.count('running', 'a') === 3);
  const gaps = countGaps(puller, 'a');
  const letBegin = (mayBegin: boolean) => {
    for (const node of ['node-1', 'node-2', 'node-3'])
      embedded.nodes.setSandboxFailure(node, mayBegin ? undefined : 'failed to assign an IP address');
  };
  const readBridge = async () => {
    for (let bell = 0; bell < 3; bell++) {
      await ring('apply');
      await ring('check', open);
    }
    return (await readDaemonSet(bridge))?.metadata.uid;
  };
  letBegin(false);
  await edit({IMAGES: 'a=registry.test/a:1;bad=registry.test/mended:1;b=registry.test/b:1'});
  await ring('apply');
  const uid = (await readDaemonSet(bridge))?.metadata.uid;
  t.truthy(uid);
  t.is(await readBridge(), uid, 'before it holds anything');
  letBegin(true);
  await nodes.settled(bridge);
  letBegin(false);
  await drive(puller, async () => (await readDaemonSet())?.status?.updatedNumberScheduled === 3);
  t.is(await readBridge(), uid, 'while the new pods of main do not begin');
  letBegin(true);
  await drive(puller, async () => (await readDaemonSet(bridge)) === undefined);
  t.is(gaps(), 0);
});

test('an edit while an image fails takes no other image from a node, for no moment', async t => {
  const puller = await startWithClock(t, 3, images);
  const {ring, embedded, nodes, edit, readDaemonSet} = puller;
  embedded.images.set(bad, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'bad') === 3 && nodes.count('running', 'a') === 3);
  const gaps = countGaps(puller, 'a');
  await edit({IMAGES: 'a=registry.test/a:1;bad=registry.test/mended:1;b=registry.test/b:1'});
  await ring('apply');
  await drive(
    puller,
    async () => (await readDaemonSet(`${daemonSetName}-bridge`)) === undefined && nodes.count('running', 'bad') === 3,
  );
  await nodes.settled(daemonSetName);
  t.is(gaps(), 0);
});
