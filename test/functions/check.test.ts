import type {StoredPod} from '@image-puller/embedded-cluster';
import {buildScoutLabels} from '@image-puller/shared/scout';
import test from 'ava';
import {until} from '../support/until.ts';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const ab = {IMAGES: 'a=registry.test/a:1;b=registry.test/b:1'};
const open = {type: 'kubernetes-image-puller.phase.open'} as const;
const typesOf = (published: readonly {readonly type: string}[]) =>
  published.map(({type}) => type.replace('kubernetes-image-puller.', ''));

test('an absent DaemonSet is told to apply', async t => {
  const {ring, published} = await startPuller(t, ab);
  t.is((await ring('check')).status, 204);
  t.deepEqual(published, [
    {type: 'kubernetes-image-puller.daemonset.drifted', puller: {namespace, name: configMapName}},
  ]);
});

test('a drifted DaemonSet is told to apply, whether the ConfigMap or the DaemonSet moved', async t => {
  const {ring, edit, published, api} = await startPuller(t, ab);
  const look = async () => {
    const before = published.length;
    await ring('check');
    return typesOf(published.slice(before)).filter(type => type !== 'phase.open');
  };
  await ring('apply');
  t.deepEqual(await look(), []);
  await edit({...ab, CACHING_CPU_LIMIT: '.3'});
  t.deepEqual(await look(), ['daemonset.drifted']);
  await ring('apply');
  t.deepEqual(await look(), []);
  await api('PATCH', `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`, {
    spec: {template: {spec: {hostNetwork: true}}},
  });
  t.deepEqual(await look(), ['daemonset.drifted']);
});

test('a look that finds nothing to do, by a tick or when the phase rings, makes no write and rings nobody', async t => {
  const {ring, nodes, writes, published} = await startPuller(t, ab, {nodes: 3});
  await ring('apply');
  await nodes.settled(daemonSetName);
  await ring('check');
  const written = writes();
  const told = published.length;
  for (const bell of [{}, open, {}, open])
    t.like((await ring('check', bell)).entry, {decision: `${configMapName}: ready`});
  t.deepEqual(writes(), written);
  t.is(published.length, told);
});

test('an image that is held everywhere is told once, and one that fails is told with its reason', async t => {
  const images = {IMAGES: 'a=registry.test/a:1;gone=registry.test/gone:does-not-exist'};
  const {ring, nodes, published, readStory} = await startPuller(t, images, {nodes: 2});
  await ring('apply');
  await until(() => nodes.count('failing', 'gone') === 2);
  await ring('check');
  const images1 = published.filter(({type}) => type.startsWith('kubernetes-image-puller.image.'));
  t.deepEqual(
    images1.map(({type, data}) => [type, data?.name, data?.held, data?.failing]),
    [
      ['kubernetes-image-puller.image.cached', 'a', 2, 0],
      ['kubernetes-image-puller.image.failed', 'gone', 0, 2],
    ],
  );
  t.regex(
    (await readStory()).at(-1) ?? '',
    /^Warning ImageFailing: gone \(registry\.test\/gone:does-not-exist\) fails on 2 of 2 nodes: not found: (ErrImagePull|ImagePullBackOff): .+/,
  );
  await ring('check');
  t.is(published.filter(({type}) => type.startsWith('kubernetes-image-puller.image.')).length, images1.length);
});

test('an image that recovers is told so', async t => {
  const image = 'registry.test/flaky:1';
  const {ring, embedded, nodes, published, readStory} = await startPuller(t, {IMAGES: `flaky=${image}`}, {nodes: 1});
  embedded.images.set(image, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'flaky') === 1);
  await ring('check');
  embedded.images.set(image, {failure: undefined});
  await nodes.settled(daemonSetName);
  await ring('check');
  t.deepEqual(
    typesOf(published).filter(type => type.startsWith('image.')),
    ['image.failed', 'image.recovered'],
  );
  t.is((await readStory()).at(-1), `Normal ImageRecovered: flaky (${image}) is held on all 1 nodes again`);
});

test('an image whose container crashes again and again is told once, whether it runs at the moment or not', async t => {
  const image = 'registry.test/crashing:1';
  const {ring, embedded, published} = await startPuller(t, {IMAGES: `crashing=${image}`}, {nodes: 1});
  embedded.images.set(image, {exit: {after: 150, code: 1}});
  await ring('apply');
  const readStatus = () => embedded.store.list<StoredPod>('Pod', namespace)[0]?.status?.containerStatuses?.[0];
  const tell = () => typesOf(published).filter(type => type.startsWith('image.'));
  await until(() => (readStatus()?.restartCount ?? 0) > 0, readStatus);
  // Through enough of its ups and downs that looks fall into both.
  const isThrough = async () => {
    await ring('check');
    return (readStatus()?.restartCount ?? 0) > 6 && tell().includes('image.failed');
  };
  await until(isThrough, () => ({status: readStatus(), told: tell()}));
  t.deepEqual(tell(), ['image.failed']);
});

test('a rollout under way is watched: the phase rings itself again', async t => {
  const {ring, embedded, nodes, published} = await startPuller(t, ab, {nodes: 2});
  embedded.images.set('registry.test/a:1', {pullDuration: 60_000});
  await ring('apply');
  await until(() => nodes.count('pulling', 'a') > 0);
  const before = published.length;
  await ring('check', open);
  t.deepEqual(typesOf(published.slice(before)), ['phase.open']);
});

test('when the interval has passed, refresh is rung', async t => {
  const later = new Date(Date.now() + 2 * 3_600_000);
  const {ring, nodes, published} = await startPuller(t, ab, {
    nodes: 1,
    context: context => ({...context, now: () => later}),
  });
  await ring('apply');
  await nodes.settled(daemonSetName);
  await ring('check');
  t.true(typesOf(published).includes('refresh.due'));
});

test('while a scout is out the phase is open, and refresh is rung; without one it is closed', async t => {
  const later = new Date(Date.now() + 2 * 3_600_000);
  const {ring, nodes, published, api, cluster} = await startPuller(t, ab, {
    nodes: 1,
    context: context => ({...context, now: () => later}),
  });
  await ring('apply');
  await nodes.settled(daemonSetName);
  const look = async () => {
    const before = published.length;
    await ring('check');
    return typesOf(published.slice(before)).filter(type => !type.startsWith('image.'));
  };
  t.deepEqual(await look(), ['refresh.due']);

  const uid = (await cluster.readConfigMap(configMapName))?.metadata.uid;
  await api('POST', `/api/v1/namespaces/${namespace}/pods`, {
    metadata: {
      name: 'probe',
      labels: buildScoutLabels(configMapName),
      ownerReferences: [{apiVersion: 'v1', kind: 'ConfigMap', name: configMapName, uid, controller: true}],
    },
    // Where no kubelet is, nobody answers.
    spec: {nodeName: 'nowhere', containers: [{name: 'a', image: 'registry.test/a:1'}]},
  });
  t.deepEqual(await look(), ['refresh.due', 'phase.open']);
});

test('a DaemonSet whose ConfigMap is gone, or was unlabelled while nobody listened, is told to remove', async t => {
  const {ring, edit, published} = await startPuller(t, ab);
  await ring('apply');
  await edit(ab, {labels: {}});
  const before = published.length;
  await ring('check');
  t.deepEqual(published.slice(before), [
    {type: 'kubernetes-image-puller.puller.gone', puller: {namespace, name: configMapName}},
  ]);
});

test('an image that fails again soon after it recovered is told again', async t => {
  const image = 'registry.test/flaky:1';
  const {ring, embedded, nodes, readStory} = await startPuller(t, {IMAGES: `flaky=${image}`}, {nodes: 1});
  const fail = async () => {
    embedded.images.set(image, {failure: 'NotFound'});
    await ring('apply');
    await until(() => nodes.count('failing', 'flaky') === 1);
    await ring('check');
  };
  await fail();
  embedded.images.set(image, {failure: undefined});
  await nodes.settled(daemonSetName);
  await ring('check');
  t.regex((await readStory()).at(-1) ?? '', /ImageRecovered/);
  for (const pod of embedded.store.list<StoredPod>('Pod', namespace))
    embedded.store.delete('Pod', namespace, pod.metadata.name);
  await fail();
  t.regex((await readStory()).at(-1) ?? '', /ImageFailing/);
});

test("one puller's trouble keeps no other from being looked at", async t => {
  const {ring, edit, embedded, published} = await startPuller(t, ab);
  await edit({IMAGES: 'z=registry.test/z:1', DAEMONSET_NAME: 'z'}, {name: 'z'});
  await ring('apply');
  embedded.setIntercept(({name}) => (name === configMapName ? {status: 500} : undefined));
  t.is((await ring('check')).status, 503, 'so that the broker tries again');
  t.true(published.some(({type, puller}) => type.endsWith('daemonset.drifted') && puller.name === 'z'));
});

test('what still holds is told again before Kubernetes forgets it', async t => {
  let now = Date.now();
  const {ring, api} = await startPuller(
    t,
    {IMAGES: ';'},
    {
      context: context => ({...context, now: () => new Date(now)}),
    },
  );
  const count = async () => {
    const {items} = (await api('GET', `/api/v1/namespaces/${namespace}/events`)) as {items: {count: number}[]};
    return items[0]?.count;
  };
  await ring('check');
  now += 39 * 60_000;
  await ring('check');
  t.is(await count(), 1);
  now += 2 * 60_000;
  await ring('check');
  t.is(await count(), 2);
});

test('a bell from another namespace is nobody here', async t => {
  const {ring, writes} = await startPuller(t, ab);
  for (const step of ['check', 'refresh', 'remove'] as const) {
    const type = step === 'check' ? 'kubernetes-image-puller.phase.open' : undefined;
    const bell = {object: {namespace: 'kube-system'}, ...(type && ({type} as const))};
    t.like((await ring(step, bell)).entry, {decision: 'in another namespace'}, step);
  }
  t.deepEqual(writes(), []);
});
