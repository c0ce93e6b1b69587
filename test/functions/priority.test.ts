import type {Context} from '@image-puller/functions';
import {ApiError, type Cluster} from '@image-puller/functions/cluster';
import test from 'ava';
import {daemonSetName, startPuller, type TestPuller} from './support/puller.ts';

const classes = '/apis/scheduling.k8s.io/v1/priorityclasses';
const drifted = {type: 'kubernetes-image-puller.daemonset.drifted'} as const;
const list = (tag: number) => ({IMAGES: `a=registry.test/a:${tag}`, PRIORITY_CLASS_NAME: 'holders'});

const makeClass = ({api}: TestPuller, value: number, preemptionPolicy = 'PreemptLowerPriority') =>
  api('POST', classes, {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: {name: 'holders'},
    value,
    preemptionPolicy,
  });

const readStrategy = async ({readDaemonSet}: TestPuller) =>
  (await readDaemonSet())?.spec?.updateStrategy?.rollingUpdate;

const surges = {maxSurge: 50, maxUnavailable: 0};
const oneFirst = {maxSurge: 0, maxUnavailable: 1};

for (const [what, value, policy] of [
  ['of a negative value', -5, 'PreemptLowerPriority'],
  ['that preempts never', 1000, 'Never'],
] as const) {
  test(`a priority class ${what} leaves the surge: an edit lets go of no image, and nothing else is told`, async t => {
    const puller = await startPuller(t, list(1), {nodes: 2});
    const {ring, edit, nodes, readStory} = puller;
    await makeClass(puller, value, policy);
    await ring('apply');
    await nodes.settled(daemonSetName);
    t.deepEqual(await readStrategy(puller), surges);
    await edit(list(2));
    await ring('apply');
    await nodes.settled(daemonSetName);
    t.is(nodes.gaps(daemonSetName), 0);
    await ring('check');
    t.deepEqual(
      (await readStory()).map(line => line.split(':')[0]),
      ['Normal Applied', 'Normal Applied', 'Normal ConfigurationAccepted'],
    );
  });
}

test('a class that is deleted and made anew with another value changes the strategy, found by check; no pod is replaced', async t => {
  const puller = await startPuller(t, list(1), {nodes: 2});
  const {ring, nodes, api, embedded, published} = puller;
  const listPods = () => embedded.store.list('Pod').map(({metadata}) => metadata.uid);
  await makeClass(puller, -5);
  await ring('apply');
  await nodes.settled(daemonSetName);
  const before = listPods();
  await api('DELETE', `${classes}/holders`);
  await makeClass(puller, 1000);
  const told = published.length;
  await ring('check');
  t.deepEqual(
    published
      .slice(told)
      .map(({type}) => type)
      .filter(type => type === drifted.type),
    [drifted.type],
  );
  await ring('apply', drifted);
  t.deepEqual(await readStrategy(puller), oneFirst);
  await nodes.settled(daemonSetName);
  t.deepEqual(listPods(), before);
});

test('while its class is not there, one node comes first', async t => {
  const puller = await startPuller(t, list(1), {nodes: 2});
  await puller.ring('apply');
  t.deepEqual(await readStrategy(puller), oneFirst);
});

test('without the right to look at classes it is as with one that evicts, and nothing is told', async t => {
  const forbidden = new ApiError('forbidden', 'GET priorityclasses: 403 priorityclasses is forbidden', 403);
  const forbid = (cluster: Cluster): Cluster => ({
    ...cluster,
    within: signal => forbid(cluster.within(signal)),
    readPriorityClass: () => Promise.reject(forbidden),
  });
  const context = (context: Context): Context => ({...context, cluster: forbid(context.cluster)});
  const puller = await startPuller(t, list(1), {nodes: 2, context});
  await makeClass(puller, -5);
  await puller.ring('apply');
  t.deepEqual(await readStrategy(puller), oneFirst);
  await puller.nodes.settled(daemonSetName);
  const {entry} = await puller.ring('check');
  t.like(entry, {outcome: 'done'});
  t.deepEqual(puller.warnings, []);
  t.deepEqual(
    (await puller.readStory()).map(line => line.split(':')[0]),
    ['Normal Applied', 'Normal ConfigurationAccepted'],
  );
});
