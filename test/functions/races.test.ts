import {isDaemonSet, type StoredDaemonSet} from '@image-puller/embedded-cluster';
import type {Context} from '@image-puller/functions';
import test, {type ExecutionContext} from 'ava';
import {until} from '../support/until.ts';
import {type Gate, gate, gateReads} from './support/gate.ts';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const images = (tag: number) => ({IMAGES: `a=registry.test/a:${tag}`});

/** A puller whose DaemonSet is there, and whose next handler waits where the gate is; those after it are not held up. */
async function startHeld(t: ExecutionContext, gated = gate('replaceDaemonSet')) {
  let next: 'is let through' | 'is held' = 'is let through';
  const puller = await startPuller(t, images(0), {
    context(context) {
      if (next === 'is let through') return context;
      next = 'is let through';
      return {...context, cluster: gated.cluster(context.cluster)};
    },
  });
  await puller.ring('apply');
  next = 'is held';
  return {...puller, gated};
}

/** For a handler that creates: the first one waits, those after it are not held up. */
function onlyOnce(gated: Gate) {
  let isFirst = true;
  return (context: Context): Context => {
    if (!isFirst) return context;
    isFirst = false;
    return {...context, cluster: gated.cluster(context.cluster)};
  };
}

/** A bell of its own key, so that it does not wait for the one that is held. */
const byDaemonSet = {object: {kind: 'DaemonSet', name: daemonSetName}} as const;

test('a stale handler: it read an old ConfigMap and writes after a newer one was applied', async t => {
  const {ring, edit, readDaemonSet, gated} = await startHeld(t);
  await edit(images(1));
  const slow = ring('apply');
  await gated.reached;
  await edit(images(2));
  t.like((await ring('apply', byDaemonSet)).entry, {decision: `${configMapName}: changed (spec)`});
  gated.open();
  t.like((await slow).entry, {outcome: 'done', decision: `${configMapName}: unchanged`});
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
});

test('an edit that is applied between two reads of a slow handler is not taken back, for no moment', async t => {
  const {ring, edit, readDaemonSet, gated, embedded} = await startHeld(t, gateReads());
  await edit(images(1));
  const slow = ring('apply');
  await gated.reached;
  await edit(images(2));
  t.like((await ring('apply', byDaemonSet)).entry, {decision: `${configMapName}: changed (spec)`});
  const seen = new Set<string | undefined>();
  embedded.store.subscribe(({object}) => {
    if (isDaemonSet(object)) seen.add(object.spec.template.spec?.containers[0]?.image);
  });
  gated.open();
  t.like((await slow).entry, {outcome: 'done', decision: `${configMapName}: unchanged`});
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
  t.deepEqual(
    [...seen].filter(image => image !== 'registry.test/a:2'),
    [],
  );
});

test('an edit that is reverted while a slow handler holds it: the revert wins, though nothing conflicted', async t => {
  const {ring, edit, readDaemonSet, gated} = await startHeld(t);
  await edit(images(1));
  const slow = ring('apply');
  await gated.reached;
  await edit(images(0));
  t.like((await ring('apply', byDaemonSet)).entry, {decision: `${configMapName}: unchanged`});
  gated.open();
  t.like((await slow).entry, {outcome: 'done'});
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:0');
});

test('two handlers create at once: one DaemonSet, as the last ConfigMap says', async t => {
  const gated = gate('createDaemonSet');
  const {ring, edit, readDaemonSet} = await startPuller(t, images(1), {context: onlyOnce(gated)});
  const slow = ring('apply');
  await gated.reached;
  await edit(images(2));
  await ring('apply', byDaemonSet);
  gated.open();
  t.like((await slow).entry, {outcome: 'done', decision: `${configMapName}: unchanged`});
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:2');
});

test('the status that moves meanwhile does not cost a try, and the same body is sent again', async t => {
  const {ring, edit, readDaemonSet, api, gated} = await startHeld(t);
  await edit(images(1));
  const slow = ring('apply');
  await gated.reached;
  const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}/status`;
  await api('PATCH', path, {status: {numberMisscheduled: 3}});
  gated.open();
  t.like((await slow).entry, {decision: `${configMapName}: changed (spec)`});
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:1');
});

test('a status that moves before each dry run does not keep an edit from being written', async t => {
  const {ring, edit, readDaemonSet, embedded} = await startPuller(t, images(0));
  await ring('apply');
  await edit(images(1));
  let moved = 0;
  embedded.setIntercept(({verb, resource, dryRun}) => {
    const there = embedded.store.get<StoredDaemonSet>('DaemonSet', namespace, daemonSetName);
    if (verb !== 'update' || resource !== 'daemonsets' || !dryRun || there?.status === undefined) return undefined;
    moved++;
    embedded.store.update({...there, status: {...there.status, numberMisscheduled: moved}});
    return undefined;
  });
  t.like((await ring('apply')).entry, {outcome: 'done', decision: `${configMapName}: changed (spec)`});
  t.is(moved, 1, 'asked once');
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:1');
});

test('an edit while a DaemonSet is being created: the write is told, and the rollout watched', async t => {
  const gated = gate('createDaemonSet');
  const {ring, edit, published} = await startPuller(t, images(1), {context: onlyOnce(gated)});
  const slow = ring('apply');
  await gated.reached;
  await edit(images(1), {annotations: {unrelated: 'edit'}});
  gated.open();
  t.like((await slow).entry, {decision: `${configMapName}: created, unchanged`});
  t.deepEqual(
    published.map(({type}) => type),
    ['kubernetes-image-puller.phase.open'],
  );
});

test('a status that moves more often than anyone may try does not keep an edit from being written', async t => {
  const {ring, edit, readDaemonSet, embedded} = await startPuller(t, images(0));
  await ring('apply');
  await edit(images(1));
  let moved = 0;
  embedded.setIntercept(({verb, resource, dryRun, userAgent}) => {
    const there = embedded.store.get<StoredDaemonSet>('DaemonSet', namespace, daemonSetName);
    const isWrite = verb === 'update' && resource === 'daemonsets' && !dryRun && userAgent !== 'administrator';
    if (!isWrite || there?.status === undefined || moved === 8) return undefined;
    moved++;
    embedded.store.update({...there, status: {...there.status, numberMisscheduled: moved}});
    return undefined;
  });
  t.like((await ring('apply')).entry, {outcome: 'done', decision: `${configMapName}: changed (spec)`});
  t.is(moved, 8);
  t.is((await readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:1');
});

test('a ConfigMap deleted while its DaemonSet is being created: the handler looks again, and Kubernetes collects it', async t => {
  const gated = gate('createDaemonSet');
  const {ring, api, readDaemonSet} = await startPuller(t, images(1), {context: onlyOnce(gated)});
  const slow = ring('apply');
  await gated.reached;
  await api('DELETE', `/api/v1/namespaces/${namespace}/configmaps/${configMapName}`);
  gated.open();
  t.like((await slow).entry, {outcome: 'done', decision: `${configMapName}: no puller`});
  await until(async () => (await readDaemonSet()) === undefined);
  t.pass();
});
