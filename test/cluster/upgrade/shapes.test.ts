import {goPullerSelector} from '@image-puller/shared/names';
import test from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {type ControlPlane, startControlPlane} from '../control-plane/index.ts';
import {applyStandaloneRights, startStandalone, viewPuller} from '../functions/index.ts';
import {controlPlane} from '../needs.ts';
import type {Scope} from '../start.ts';
import {createDaemonSet, installGoPuller, makeConfigMap, type Recorded, recorded} from './go-puller/index.ts';
import {findSpecWrites, readRequests} from './requests.ts';
import {summarize} from './summary.ts';

const label = {metadata: {labels: {'kubernetes-image-puller/config': 'true'}}};

testsWith(controlPlane, 'what Go pullers leave is adopted', ({directory}) => {
  let cluster: ControlPlane;
  test.before(async () => {
    // Without controllers: that nothing else writes makes each write count.
    cluster = await startControlPlane({parent: directory, controllers: false});
  });
  test.after.always(() => cluster?.stop());

  for (const [name, left] of Object.entries(recorded)) {
    test(`${name}: adopted as it is by one write, after which there is nothing to write`, async t => {
      const {puller, functions, namespace} = await startAfterGoPuller(t, cluster, `shape-${name}`, left);
      const read = async (): Promise<DaemonSet> => (await puller.readDaemonSet()) ?? {};
      const before = await read();
      await puller.patchConfigMap(label);
      const countDecisions = async (decision: RegExp) =>
        (await functions.readLog()).filter(entry => decision.test(entry.decision ?? '')).length;
      await until(async () => (await countDecisions(/: adopted/)) === 1, functions.readLog);
      const adopted = await read();
      const {uid, selector, owners} = summarize(adopted);
      t.deepEqual(
        {uid, selector, owners},
        {uid: before.metadata?.uid, selector: {...goPullerSelector}, owners: ['ConfigMap k8s-image-puller']},
      );
      t.deepEqual(readChosen(adopted), readChosen(before));

      const isUnchanged = /: unchanged$/;
      await until(async () => (await countDecisions(isUnchanged)) > 0, functions.readLog);
      const unchanged = await countDecisions(isUnchanged);
      await puller.patchConfigMap({metadata: {annotations: {note: 'another wake'}}});
      await until(async () => (await countDecisions(isUnchanged)) > unchanged, functions.readLog);
      const written = await readRequests(cluster, namespace, 'functions');
      t.deepEqual(findSpecWrites(written), ['update 200']);
    });
  }

  test('made anew by a Go puller after the label was there: adopted, and its author is told that it still runs', async t => {
    const left = recorded['three-images'];
    if (left === undefined) throw new Error('not recorded');
    const {puller, functions, namespace} = await startAfterGoPuller(t, cluster, 'still-runs', left);
    await puller.patchConfigMap(label);
    const isAdopted = async () => (await puller.readDaemonSet())?.metadata.ownerReferences?.[0]?.kind === 'ConfigMap';
    const countTold = async () =>
      (await puller.readStory()).filter(line => line.startsWith('Warning GoPullerRuns: ')).length;
    await until(isAdopted, functions.readLog);
    t.is(await countTold(), 0, 'what was there before the label is adopted without a word of it');

    await functions.program.stop();
    const labelled = Date.now();
    await puller.deleteDaemonSet();
    // Times in the API are whole seconds.
    await until(() => Date.now() - labelled > 2000);
    await createDaemonSet(cluster.admin, namespace, left);
    const again = await startStandalone(cluster, namespace);
    t.teardown(() => again.program.stop());
    await until(isAdopted, again.readLog);
    await until(async () => (await countTold()) === 1, puller.readStory);
  });

  // Its deletion rings nobody: it has no label of ours.
  test('labelled while a Go puller deletes its DaemonSet: made anew as soon as that has gone', async t => {
    const left = recorded['three-images'];
    if (left === undefined) throw new Error('not recorded');
    const {puller, functions} = await startAfterGoPuller(t, cluster, 'being-deleted', left);
    // The tick of its start is over.
    await until(
      async () => (await functions.readLog()).some(({decision}) => decision === 'nothing to do'),
      functions.readLog,
    );
    await puller.patchDaemonSet({metadata: {finalizers: ['foregroundDeletion']}});
    await puller.deleteDaemonSet();
    await puller.patchConfigMap(label);
    await until(
      async () => (await functions.readLog()).some(({decision}) => decision?.endsWith('is being deleted')),
      functions.readLog,
    );
    await puller.patchDaemonSet({metadata: {finalizers: []}});
    await until(async () => (await puller.readDaemonSet()) !== undefined, functions.readLog, 10_000);
    t.pass();
  });
});

/** What a Go puller leaves when it ends without a word, and functions beside it. */
async function startAfterGoPuller(t: Scope, cluster: ControlPlane, namespace: string, left: Recorded) {
  await makeConfigMap(cluster.admin, namespace, left);
  await installGoPuller(cluster.admin, namespace);
  await createDaemonSet(cluster.admin, namespace, left);
  await applyStandaloneRights(cluster, namespace);
  const functions = await startStandalone(cluster, namespace);
  t.teardown(() => functions.program.stop());
  const puller = viewPuller(cluster.admin, namespace, undefined, left.daemonSet.metadata?.name);
  return {namespace, functions, puller};
}

/** What those who configured it have chosen, in an order of its own: the Go puller's is random. */
function readChosen({spec}: DaemonSet) {
  const {containers = [], affinity = {}, tolerations, imagePullSecrets} = spec?.template.spec ?? {};
  const images = containers.map(({name, image}) => `${name}=${image}`).toSorted();
  return {images, affinity, tolerations, imagePullSecrets};
}
