import {annotations, managedByLabel} from '@image-puller/shared/names';
import test, {type ExecutionContext} from 'ava';
import type {OwnerReference} from 'kubernetes-types/meta/v1';
import {until} from '../support/until.ts';
import {readPuller} from './support/admission.ts';
import {countGaps} from './support/drive.ts';
import {configMapName, daemonSetName, namespace, startPuller, type TestPuller} from './support/puller.ts';

const list = (tag: number) => ({IMAGES: `a=registry.test/a:${tag}`});
const configMap = (name = configMapName) => `/api/v1/namespaces/${namespace}/configmaps/${name}`;
const second = {object: {name: 'second'}} as const;
const byDaemonSet = {object: {kind: 'DaemonSet', name: daemonSetName}} as const;
const gone = {type: 'kubernetes-image-puller.puller.gone'} as const;

const listPods = ({embedded}: TestPuller) => embedded.store.list('Pod').map(({metadata}) => metadata.uid);
const readOwners = async ({readDaemonSet}: TestPuller, name?: string) =>
  (await readDaemonSet(name))?.metadata.ownerReferences?.map(({name, controller}: OwnerReference) =>
    controller ? `${name} controls` : `${name} waits`,
  );

/** A puller that is up, and a second one that wants its DaemonSet and waits for it. */
async function startTwo(t: ExecutionContext, tag = 1) {
  const puller = await startPuller(t, list(1), {nodes: 2});
  await puller.ring('apply');
  await puller.nodes.settled(daemonSetName);
  await puller.edit(list(tag), {name: 'second'});
  t.like((await puller.ring('apply', second)).entry, {
    decision: `second: refused: not ours, waits for ${daemonSetName}`,
  });
  t.deepEqual(await readOwners(puller), [`${configMapName} controls`, 'second waits']);
  return puller;
}

/** The first is deleted, and Kubernetes has taken it off. */
async function deleteFirst(puller: TestPuller) {
  await puller.api('DELETE', configMap());
  await puller.ring('remove');
  await until(async () => (await readOwners(puller))?.join() === 'second waits');
}

test('a DaemonSet passes from a ConfigMap that is deleted to the one that waits for it: the pods stay, and nothing is asked of a registry', async t => {
  const puller = await startTwo(t);
  const {ring, readStory, nodes, embedded, writes} = puller;
  const pods = listPods(puller);
  const asked = embedded.images.requests().length;
  await deleteFirst(puller);
  t.like((await ring('apply', byDaemonSet)).entry, {decision: 'second: inherited'});
  t.deepEqual(await readOwners(puller), ['second controls']);
  t.deepEqual(listPods(puller), pods);
  t.is(nodes.gaps(daemonSetName), 0);
  t.is(embedded.images.requests().length, asked);
  t.is(
    (await readStory('second')).find(line => line.startsWith('Normal Adopted')),
    `Normal Adopted: DaemonSet ${daemonSetName} passed here from another ConfigMap, with its pods, for 1 image`,
  );
  const written = writes().length;
  t.like((await ring('apply', byDaemonSet)).entry, {decision: 'second: unchanged'});
  t.is(writes().length, written);
});

test('one that has another list rolls it in from there: no node lets go of anything', async t => {
  const puller = await startTwo(t, 2);
  const {ring, nodes, readDaemonSet} = puller;
  await deleteFirst(puller);
  await ring('apply', byDaemonSet);
  await nodes.settled(daemonSetName);
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
  t.is(nodes.gaps(daemonSetName), 0);
});

test('a ConfigMap that is being deleted, and is held by a finalizer, has lost its DaemonSet to the one that wants it', async t => {
  const puller = await startPuller(t, undefined, {nodes: 1});
  const {edit, ring, nodes, api} = puller;
  await edit(list(1), {finalizers: ['test/held']});
  await ring('apply');
  await nodes.settled(daemonSetName);
  const pods = listPods(puller);
  await api('DELETE', configMap());
  await ring('remove');
  await edit(list(1), {name: 'second'});
  t.like((await ring('apply', second)).entry, {decision: 'second: inherited'});
  t.deepEqual(await readOwners(puller), ['second controls']);
  t.deepEqual(listPods(puller), pods);
});

const images = {IMAGES: 'a=registry.test/a:1;bad=registry.test/bad:1'};
const lane = `${daemonSetName}-isolated-bad`;

/** A puller that is up, and holds one of its two images apart. */
async function startApart(t: ExecutionContext) {
  const puller = await startPuller(t, images, {nodes: 2});
  const {ring, nodes, api} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  const note = {bad: {image: 'registry.test/bad:1', is: 'isolated', since: new Date().toISOString(), returns: 0}};
  await api('PATCH', `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`, {
    metadata: {annotations: {[annotations.lanes]: JSON.stringify(note)}},
  });
  await ring('apply');
  for (const name of [daemonSetName, lane]) await nodes.settled(name);
  return puller;
}

test('a puller that waits deletes nothing of the one it waits for, though it does not want its images', async t => {
  const puller = await startApart(t);
  const {ring, edit, cluster} = puller;
  const read = async () => (await cluster.listDaemonSets()).map(({metadata: {name, uid}}) => ({name, uid}));
  const before = await read();
  t.deepEqual(
    before.map(({name}) => name),
    [daemonSetName, lane],
  );
  await edit(list(1), {name: 'second'});
  for (let bell = 0; bell < 3; bell++) await ring('apply', second);
  t.deepEqual(await read(), before);
  t.deepEqual(await readOwners(puller, lane), [`${configMapName} controls`, 'second waits']);
});

test('images that are apart pass with their DaemonSets, by what is noted of them', async t => {
  const puller = await startApart(t);
  const {edit, ring, readDaemonSet} = puller;
  await edit(images, {name: 'second'});
  await ring('apply', second);
  t.deepEqual(await readOwners(puller, lane), [`${configMapName} controls`, 'second waits']);
  const [pods, gaps] = [listPods(puller), countGaps(puller, 'bad')];
  await deleteFirst(puller);
  await ring('apply', byDaemonSet);
  t.deepEqual([await readOwners(puller), await readOwners(puller, lane)], [['second controls'], ['second controls']]);
  t.deepEqual(listPods(puller), pods);
  t.is(gaps(), 0);

  await edit(list(1), {name: 'second'});
  await until(async () => {
    await ring('apply', second);
    return (await readDaemonSet(lane)) === undefined;
  });
});

for (const [what, leave] of [
  ['wants another name', (puller: TestPuller) => puller.edit({...list(1), DAEMONSET_NAME: 'other'}, {name: 'second'})],
  ['is no longer labelled', (puller: TestPuller) => puller.edit(list(1), {name: 'second', labels: {}})],
  ['is deleted', async (puller: TestPuller) => void (await puller.api('DELETE', configMap('second')))],
] as const) {
  test(`a puller that waits and ${what} is taken off; the DaemonSet goes with its own ConfigMap`, async t => {
    const puller = await startTwo(t);
    const {ring, api, readDaemonSet, readStory} = puller;
    const pods = listPods(puller);
    await leave(puller);
    await ring(what === 'wants another name' ? 'apply' : 'remove', second);
    t.false(
      (await readStory('second')).some(line => line.includes('Released')),
      'it has nothing to let go of',
    );
    await until(async () => (await readOwners(puller))?.join() === `${configMapName} controls`);
    t.deepEqual(listPods(puller).slice(0, 2), pods);
    t.is((await readDaemonSet())?.metadata.labels?.[managedByLabel.key], managedByLabel.value);
    await api('DELETE', configMap());
    await until(async () => (await readDaemonSet()) === undefined);
  });
}

test('what passed to a puller that does not want it any more is left over, and one that lost its label lets it go', async t => {
  const puller = await startTwo(t);
  const {ring, edit, nodes, readDaemonSet, readStory} = puller;
  await edit({...list(1), DAEMONSET_NAME: 'other'}, {name: 'second'});
  // The edit rang nobody.
  await deleteFirst(puller);
  await ring('apply', second);
  await nodes.settled('other');
  await ring('apply', second);
  t.is(await readDaemonSet(), undefined);

  await edit({...list(1), DAEMONSET_NAME: 'other'}, {name: 'third'});
  await ring('apply', {object: {name: 'third'}});
  await edit({...list(1), DAEMONSET_NAME: 'other'}, {name: 'third', labels: {}});
  await puller.api('DELETE', configMap('second'));
  await until(async () => (await readOwners(puller, 'other'))?.join() === 'third waits');
  await ring('check');
  t.deepEqual(
    puller.published.filter(({type}) => type === gone.type).map(({puller}) => puller.name),
    ['third'],
  );
  await ring('remove', {...gone, object: {name: 'third'}});
  t.deepEqual((await readDaemonSet('other'))?.metadata.ownerReferences, undefined);
  t.deepEqual(await readStory('third'), [
    `Warning DaemonSetRefused: the DaemonSet other belongs to the ConfigMap second: choose another DAEMONSET_NAME, or delete that ConfigMap, and it passes to this one`,
    'Normal Released: DaemonSet other released: it stays as it is, and no puller changes it',
  ]);
});

test('a DaemonSet stays as it is where the configuration that waits for it is rejected, and passes once that is mended', async t => {
  const puller = await startPuller(t, list(1), {nodes: 2});
  const {ring, edit, nodes, published} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  const pods = listPods(puller);
  await edit({...list(1), CACHING_CPU_LIMIT: 'much'}, {name: 'second'});
  await ring('check', {type: 'kubernetes-image-puller.phase.open', ...second});
  t.deepEqual(published.at(-1), {
    type: 'kubernetes-image-puller.daemonset.drifted',
    puller: {namespace, name: 'second'},
  });
  t.like((await ring('apply', second)).entry, {decision: `second: rejected, 1 problems, waits for ${daemonSetName}`});
  await deleteFirst(puller);
  await ring('check');
  t.false(published.some(({type}) => type === gone.type));
  t.like(await readPuller(puller), {name: 'second', ready: false, images: [{name: 'a', held: 2}]});

  await edit(list(1), {name: 'second'});
  t.like((await ring('apply', second)).entry, {decision: 'second: inherited'});
  t.deepEqual(listPods(puller), pods);
});

test('a puller that is renamed passes its old DaemonSet on to the one that waits for it', async t => {
  const puller = await startTwo(t);
  const {ring, edit, nodes, readDaemonSet} = puller;
  const {uid} = (await readDaemonSet())?.metadata ?? {};
  await edit({...list(1), DAEMONSET_NAME: 'renamed'});
  await ring('apply');
  await nodes.settled('renamed');
  t.like((await ring('apply')).entry, {decision: `${configMapName}: unchanged, passed on ${daemonSetName}`});
  await ring('apply', byDaemonSet);
  t.deepEqual(await readOwners(puller), ['second controls']);
  t.is((await readDaemonSet())?.metadata.uid, uid);
  t.is(nodes.gaps(daemonSetName), 0);
});
