import {readFile} from 'node:fs/promises';
import type {Context} from '@image-puller/functions';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const fixture = new URL('../fixtures/go-puller-daemonsets.json', import.meta.url);
const {cases}: {cases: Record<string, {data: Record<string, string>; daemonSet: DaemonSet}>} = JSON.parse(
  await readFile(fixture, 'utf8'),
);
const daemonSets = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;
const tick = {type: 'dev.knative.sources.ping'} as const;

/** A cluster in which the Go puller has been: its ConfigMap, and its DaemonSet as it leaves it. */
async function startUpgrade(t: Parameters<typeof startPuller>[0], context?: (context: Context) => Context) {
  const recorded = cases['three-images'];
  if (recorded === undefined) throw new Error('no recorded DaemonSet');
  const puller = await startPuller(t, recorded.data, {nodes: 2, ...(context && {context})});
  const {metadata, ...daemonSet} = recorded.daemonSet;
  await puller.api('POST', daemonSets, {...daemonSet, metadata: {...metadata, namespace, ownerReferences: []}});
  await puller.nodes.settled(daemonSetName);
  return puller;
}

test("the Go puller's DaemonSet is adopted: same object, same selector, our owner, and no node is left without a holder", async t => {
  const {ring, readDaemonSet, readStory, nodes} = await startUpgrade(t);
  const before = await readDaemonSet();
  t.like((await ring('apply')).entry, {decision: `${configMapName}: adopted (Go puller)`});
  const after = await readDaemonSet();
  t.is(after?.metadata.uid, before?.metadata.uid);
  t.deepEqual(after?.spec?.selector, before?.spec?.selector);
  t.deepEqual(
    after?.metadata.ownerReferences?.map(({kind, name, controller}) => ({kind, name, controller})),
    [{kind: 'ConfigMap', name: configMapName, controller: true}],
  );
  t.regex((await readStory())[0] ?? '', /^Normal Adopted: /);
  await nodes.settled(daemonSetName);
  t.is(nodes.gaps(daemonSetName), 0);
});

test('adoption counts as the last refresh', async t => {
  // Hours after the Go puller made it: a refresh would be due if it counted from then.
  const later = new Date(Date.now() + 5 * 3_600_000);
  const {ring, published, nodes} = await startUpgrade(t, context => ({...context, now: () => later}));
  await ring('apply');
  await nodes.settled(daemonSetName);
  t.like((await ring('check', tick)).entry, {decision: `${configMapName}: ready`});
  t.false(published.some(({type}) => type === 'kubernetes-image-puller.refresh.due'));
});

test('an unlabelled ConfigMap lets its DaemonSet go, and the label brings it back', async t => {
  const {ring, edit, readDaemonSet, readStory} = await startPuller(t, {IMAGES: 'a=registry.test/a:1'});
  await ring('apply');
  const before = await readDaemonSet();
  await edit({IMAGES: 'a=registry.test/a:1'}, {labels: {}});
  t.like((await ring('remove')).entry, {decision: `${configMapName}: released ${daemonSetName}`});
  const released = await readDaemonSet();
  t.deepEqual(released?.spec, before?.spec);
  t.is(released?.metadata.ownerReferences, undefined);
  t.is(released?.metadata.labels?.['app.kubernetes.io/managed-by'], undefined);
  t.regex((await readStory()).at(-1) ?? '', /^Normal Released: /);

  await edit({IMAGES: 'a=registry.test/a:1'});
  t.like((await ring('apply')).entry, {decision: `${configMapName}: adopted (released)`});
  const back = await readDaemonSet();
  t.is(back?.metadata.uid, before?.metadata.uid);
  t.deepEqual(back?.spec, before?.spec);
  t.deepEqual(back?.metadata.ownerReferences, before?.metadata.ownerReferences);
});

/** A DaemonSet that another installation, whose ServiceAccount is `other`, wrote last. */
async function startAfterOther(t: Parameters<typeof startPuller>[0], isAlive: boolean) {
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'});
  if (isAlive) {
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    await puller.api('POST', path, {apiVersion: 'v1', kind: 'ServiceAccount', metadata: {name: 'other'}});
  }
  await puller.ring('apply');
  await puller.api('PATCH', `${daemonSets}/${daemonSetName}`, {
    metadata: {annotations: {'kubernetes-image-puller/installation': 'serviceaccount/other'}},
  });
  await puller.edit({IMAGES: 'a=registry.test/a:2'});
  return puller;
}

test("another installation's puller is not fought over: nothing is written, and the author is told which one it is", async t => {
  const {ring, readDaemonSet, readStory} = await startAfterOther(t, true);
  const before = await readDaemonSet();
  t.like(await ring('apply'), {status: 204, entry: {decision: `${configMapName}: refused: not ours`}});
  t.like(await ring('check', tick), {status: 204});
  t.deepEqual(await readDaemonSet(), before);
  t.is(
    (await readStory()).at(-1),
    `Warning DaemonSetRefused: the DaemonSet ${daemonSetName} is written by another installation, serviceaccount/other: remove one of the two installations`,
  );
});

test('what an installation that is gone left behind is taken over', async t => {
  const {ring, readDaemonSet} = await startAfterOther(t, false);
  t.like((await ring('apply')).entry, {decision: `${configMapName}: changed (annotations, spec)`});
  const {metadata, spec} = (await readDaemonSet()) ?? {};
  t.is(metadata?.annotations?.['kubernetes-image-puller/installation'], 'test');
  t.is(spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
});
