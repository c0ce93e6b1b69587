import type {StoredPod} from '@image-puller/embedded-cluster';
import type {Context} from '@image-puller/functions';
import test from 'ava';
import {until} from '../support/until.ts';
import {configMapName, daemonSetName, namespace, startPuller, type TestPuller} from './support/puller.ts';
import {ahead, due, moved, scout} from './support/scout.ts';

const digest = {IMAGES: 'a=registry.test/a:1;b=registry.test/b:1'};
const hoursLater = ahead({hours: 2});

/** How often each image was asked for, by `node image`. */
const countAsked = ({embedded}: TestPuller) =>
  embedded.images.requests().reduce((sum, {image, manifests}) => sum + (/[ab]:1$/.test(image) ? manifests : 0), 0);

test('by digest, one node asks for each tag once; nothing has moved: one annotation is written, and no pod is touched', async t => {
  const puller = await startPuller(t, digest, {nodes: 3, context: hoursLater});
  const {ring, nodes, embedded, readDaemonSet, readStory, writes} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  const pods = embedded.store.list('Pod').map(({metadata}) => metadata.uid);
  const [before, asked, written] = [await readDaemonSet(), countAsked(puller), writes().length];

  t.is(await scout(puller), `${daemonSetName}: nothing moved`);
  const after = await readDaemonSet();
  const {'kubernetes-image-puller/last-refresh': time, ...annotations} = after?.metadata.annotations ?? {};
  t.truthy(time);
  t.deepEqual(annotations, before?.metadata.annotations);
  t.is(after?.metadata.generation, before?.metadata.generation);
  t.is(countAsked(puller) - asked, 2);
  t.deepEqual(writes().slice(written), ['create pods', 'patch daemonsets', 'delete pods']);
  await until(() => embedded.store.list('Pod').length === 3);
  t.deepEqual(
    embedded.store.list('Pod').map(({metadata}) => metadata.uid),
    pods,
  );
  t.false((await readStory()).some(line => line.includes('RefreshStarted')));
  t.like((await ring('refresh', due)).entry, {decision: `${daemonSetName}: not yet`});
});

test('a tag that has moved rolls the pods, once', async t => {
  const clock = {hours: 2};
  const puller = await startPuller(t, digest, {nodes: 2, context: ahead(clock)});
  const {ring, nodes, embedded, readDaemonSet, readStory, published} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  embedded.images.move('registry.test/a:1');
  t.is(await scout(puller), `${daemonSetName}: a moved`);
  t.is(published.at(-1)?.type, 'kubernetes-image-puller.image.moved');
  t.is(
    (await readStory()).at(-1),
    `Normal RefreshStarted: a (registry.test/a:1): the tag has moved; DaemonSet ${daemonSetName} is rolled`,
  );
  await ring('apply', moved);
  await nodes.settled(daemonSetName);
  t.is(nodes.gaps(daemonSetName), 0);
  const {generation} = (await readDaemonSet())?.metadata ?? {};
  clock.hours = 4;
  t.is(await scout(puller), `${daemonSetName}: nothing moved`);
  await ring('apply', moved);
  t.is((await readDaemonSet())?.metadata.generation, generation);
});

test('a tag that moves while its scout is out rolls the pods once, to what it means by then; a scout that is deleted is sent again', async t => {
  const clock = {hours: 2};
  const puller = await startPuller(t, digest, {nodes: 2, context: ahead(clock)});
  const {ring, nodes, embedded, readDaemonSet} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  const findScout = () => embedded.store.list<StoredPod>('Pod').find(({metadata}) => metadata.name.includes('-probe-'));
  const sent = {decision: `${daemonSetName}: 1 scout sent`};
  t.like((await ring('refresh', due)).entry, sent);
  embedded.store.delete('Pod', namespace, findScout()?.metadata.name ?? '');
  await until(() => findScout() === undefined);
  embedded.images.move('registry.test/a:1');
  t.like((await ring('refresh', due)).entry, sent);
  const readAnswers = () => findScout()?.status?.containerStatuses?.map(({imageID}) => imageID);
  await until(() => readAnswers()?.every(answer => answer !== '') === true, readAnswers);
  embedded.images.move('registry.test/a:1');
  t.like((await ring('refresh', due)).entry, {decision: `${daemonSetName}: a moved`});
  await ring('apply', moved);
  await nodes.settled(daemonSetName);
  const {generation} = (await readDaemonSet())?.metadata ?? {};

  clock.hours = 4;
  t.is(await scout(puller), `${daemonSetName}: nothing moved`);
  await ring('apply', moved);
  t.is((await readDaemonSet())?.metadata.generation, generation);
});

test('what a scout was told for an earlier refresh, or for another list, is not taken for an answer', async t => {
  const clock = {hours: 2};
  let diesBeforeDeleting = true;
  const later = (context: Context): Context => ({
    ...ahead(clock)(context),
    cluster: {
      ...context.cluster,
      within(signal) {
        const cluster = context.cluster.within(signal);
        const die = () => Promise.reject(new Error('killed'));
        return diesBeforeDeleting ? {...cluster, deletePod: die} : cluster;
      },
    },
  });
  const puller = await startPuller(t, digest, {nodes: 1, context: later});
  const {ring, nodes, embedded} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  t.regex(await scout(puller), /killed/);
  const listScouts = () =>
    embedded.store.list('Pod').flatMap(({metadata}) => (metadata.name.includes('-probe-') ? metadata.uid : []));
  const [left] = listScouts();
  t.truthy(left);

  diesBeforeDeleting = false;
  clock.hours = 4;
  embedded.images.move('registry.test/a:1');
  t.is(await scout(puller), `${daemonSetName}: a moved`);
  await ring('apply', moved);
  await nodes.settled(daemonSetName);

  // One more is sent, and before it is read the list is edited.
  clock.hours = 6;
  t.like((await ring('refresh', due)).entry, {decision: `${daemonSetName}: 1 scout sent`});
  const [sent] = listScouts();
  await puller.edit({IMAGES: 'b=registry.test/b:1'});
  await ring('apply');
  await nodes.settled(daemonSetName);
  t.like((await ring('refresh', due)).entry, {decision: `${daemonSetName}: 1 scout sent`});
  await until(() => !listScouts().includes(sent ?? ''), listScouts);
});

test('an image that has gone from its registry stays held, and is told', async t => {
  const puller = await startPuller(t, digest, {nodes: 1, context: hoursLater});
  const {ring, nodes, embedded, readStory} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  embedded.images.set('registry.test/b:1', {failure: 'NotFound'});
  t.is(await scout(puller), `${daemonSetName}: nothing moved`);
  t.regex(
    (await readStory()).at(-1) ?? '',
    /^Warning ImageGone: b \(registry\.test\/b:1\) stays held as it is, since the registry did not give it: .*(ErrImagePull|ImagePullBackOff)/,
  );
  t.is(nodes.count('running', 'b'), 1);
});

test('several pullers ask at the same time, each by a scout of its own', async t => {
  const puller = await startPuller(t, digest, {nodes: 1, context: hoursLater});
  const {ring, nodes, edit, embedded, readDaemonSet} = puller;
  const names = [configMapName, 'other'];
  await edit({...digest, DAEMONSET_NAME: 'other'}, {name: 'other'});
  for (const name of names) await ring('apply', {object: {name}});
  for (const name of [daemonSetName, 'other']) await nodes.settled(name);
  const refresh = (name: string) => ring('refresh', {...due, object: {name}});
  for (const {entry} of await Promise.all(names.map(refresh))) t.regex(JSON.stringify(entry), /1 scout sent/);
  const readTimes = () =>
    Promise.all(
      [daemonSetName, 'other'].map(
        async name => (await readDaemonSet(name))?.metadata.annotations?.['kubernetes-image-puller/last-refresh'],
      ),
    );
  await until(async () => {
    await Promise.all(names.map(refresh));
    return (await readTimes()).every(time => time !== undefined);
  }, readTimes);
  await until(() => embedded.store.list('Pod').length === 2);
});

test('nodes of another architecture are asked by a scout of their own', async t => {
  const puller = await startPuller(t, digest, {nodes: 2, context: hoursLater});
  const {ring, nodes, embedded} = puller;
  embedded.nodes.add('arm', {arch: 'arm64'});
  await ring('apply');
  await nodes.settled(daemonSetName);
  t.like((await ring('refresh', due)).entry, {decision: `${daemonSetName}: 2 scouts sent`});
  t.is(await scout(puller), `${daemonSetName}: nothing moved`);
});

test('where no node can be asked for three intervals, all nodes ask', async t => {
  const clock = {hours: 0};
  const puller = await startPuller(t, digest, {nodes: 1, context: ahead(clock)});
  const {ring, nodes, embedded, readStory} = puller;
  for (const image of ['a', 'b']) embedded.images.set(`registry.test/${image}:1`, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'a') + nodes.count('failing', 'b') === 2);
  for (const [after, decision] of [
    [2, 'no node answered'],
    [4, 'no node answered'],
    [6, 'refreshed'],
  ] as const) {
    clock.hours = after;
    t.is(await scout(puller), `${daemonSetName}: ${decision}`);
  }
  t.regex((await readStory()).at(-1) ?? '', /^Normal RefreshStarted: every node asks again/);
});
