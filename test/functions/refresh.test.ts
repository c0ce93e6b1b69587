import type {Context} from '@image-puller/functions';
import {steps} from '@image-puller/functions/steps';
import test from 'ava';
import {gate} from './support/gate.ts';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const ab = {IMAGES: 'a=registry.test/a:1;b=registry.test/b:1', REFRESH_POLICY: 'always'};
const hoursLater = (context: Context): Context => ({...context, now: () => new Date(Date.now() + 2 * 3_600_000)});

test('when the interval has passed, the pods are rolled by the update strategy: same DaemonSet, no node without a holder', async t => {
  const {ring, nodes, readDaemonSet, published, readStory} = await startPuller(t, ab, {
    nodes: 3,
    context: hoursLater,
  });
  await ring('apply');
  await nodes.settled(daemonSetName);
  const before = await readDaemonSet();
  t.like((await ring('refresh')).entry, {decision: `${daemonSetName}: refreshed`});
  t.is(published.at(-1)?.type, 'kubernetes-image-puller.image.moved');
  t.regex((await readStory()).at(-1) ?? '', /^Normal RefreshStarted: /);

  await ring('apply', {type: 'kubernetes-image-puller.image.moved'});
  await nodes.settled(daemonSetName);
  const after = await readDaemonSet();
  t.is(after?.metadata.uid, before?.metadata.uid);
  t.is(
    after?.spec?.template.metadata?.annotations?.['kubernetes-image-puller/refresh'],
    after?.metadata.annotations?.['kubernetes-image-puller/last-refresh'],
  );
  t.is(nodes.gaps(daemonSetName), 0);
});

test('before the interval has passed nothing is written', async t => {
  const {ring, nodes, writes} = await startPuller(t, ab, {nodes: 1});
  await ring('apply');
  await nodes.settled(daemonSetName);
  const written = writes();
  t.like((await ring('refresh')).entry, {decision: `${daemonSetName}: not yet`});
  t.deepEqual(writes(), written);
});

test('a second refresh right after the first has nothing to do', async t => {
  const {ring, nodes} = await startPuller(t, ab, {nodes: 1, context: hoursLater});
  await ring('apply');
  await nodes.settled(daemonSetName);
  await ring('refresh');
  t.like((await ring('refresh')).entry, {decision: `${daemonSetName}: not yet`});
});

test('never, where the policy says so, and not while there is no DaemonSet', async t => {
  const {ring, nodes} = await startPuller(t, {...ab, REFRESH_POLICY: 'never'}, {nodes: 1, context: hoursLater});
  t.like((await ring('refresh')).entry, {decision: `${daemonSetName} is not there`});
  await ring('apply');
  await nodes.settled(daemonSetName);
  t.like((await ring('refresh')).entry, {decision: `${daemonSetName}: never`});
  t.like((await ring('refresh', {object: {name: 'gone'}})).entry, {decision: 'gone: no puller'});
  t.truthy(configMapName);
});

test('two functions refresh at the same time: the one that notes last finds that it is done, and the pods are rolled once', async t => {
  const held = gate('patchDaemonSet');
  let isHeld = false;
  const puller = await startPuller(t, ab, {
    nodes: 1,
    context: context => {
      const later = hoursLater(context);
      return isHeld ? {...later, cluster: held.cluster(later.cluster)} : later;
    },
  });
  const {ring, nodes, published, readDaemonSet} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  const object = {kind: 'ConfigMap', namespace, name: configMapName} as const;
  const refresh = () =>
    steps.refresh({id: 'one', type: 'kubernetes-image-puller.refresh.due', object}, puller.context());
  isHeld = true;
  const slow = refresh();
  await held.reached;
  isHeld = false;
  t.deepEqual(await refresh(), {result: 'done', decision: `${daemonSetName}: refreshed`});
  const noted = (await readDaemonSet())?.metadata.annotations;
  held.open();
  t.deepEqual(await slow, {result: 'done', decision: `${daemonSetName}: not yet`});
  t.deepEqual((await readDaemonSet())?.metadata.annotations, noted);
  t.is(published.filter(({type}) => type === 'kubernetes-image-puller.image.moved').length, 1);
});
