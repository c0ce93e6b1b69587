import type {Context} from '@image-puller/functions';
import {annotations} from '@image-puller/shared/names';
import test, {type ExecutionContext} from 'ava';
import {until} from '../support/until.ts';
import {configMapName, daemonSetName, namespace, startPuller} from './support/puller.ts';

const open = {type: 'kubernetes-image-puller.phase.open'} as const;
const a = {IMAGES: 'a=registry.test/a:1'};

/** By then it is no passing trouble. */
const aMinuteLater = (context: Context): Context => ({...context, now: () => new Date(Date.now() + 60_000)});

/** A puller whose apply and check are rung until something is told of its pods. */
async function start(t: ExecutionContext, data: Readonly<Record<string, string>>, count: number) {
  const puller = await startPuller(t, data, {nodes: count, context: aMinuteLater});
  const {ring, published, readStory, readDaemonSet} = puller;
  const told = async () => (await readStory()).filter(line => / Pods(NotStarting|Started): /.test(line));
  const sent = () => published.filter(({type}) => /\.pods\./.test(type));
  const drive = (isSo: () => Promise<boolean>) =>
    until(
      async () => {
        await ring('apply');
        await ring('check', open);
        return await isSo();
      },
      async () => ({
        told: await told(),
        sent: sent(),
        daemonSet: await readDaemonSet(),
        pods: puller.embedded.store.list('Pod'),
      }),
    );
  return {...puller, told, sent, drive};
}

const sleepAbsent = 'init container copy-sleep: ImagePullBackOff: Back-off pulling image';

test('a SLEEP_IMAGE that is not there is told, with the number of nodes and the reason, once; and that it was mended', async t => {
  const {embedded, edit, ring, told, sent, drive, readDaemonSet, nodes} = await start(
    t,
    {...a, SLEEP_IMAGE: 'mirror.test/sleep:absent'},
    4,
  );
  embedded.images.set('mirror.test/sleep:absent', {failure: 'NotFound'});
  await drive(async () => (await told()).length > 0);
  t.regex(
    (await told())[0] ?? '',
    /^Warning PodsNotStarting: new pods do not start on [1-4] of 4 nodes \(node-\d.*\), look at SLEEP_IMAGE or KIP_IMAGE, which name its image: init container copy-sleep: not found: .*mirror\.test\/sleep:absent/,
  );
  for (let look = 0; look < 3; look++) await ring('check', open);
  t.deepEqual(
    sent().map(({type, puller, data}) => [type, puller, data?.daemonSet, data?.eligible]),
    [['kubernetes-image-puller.pods.failed', {namespace, name: configMapName}, daemonSetName, 4]],
  );
  t.is((await told()).length, 1);
  t.truthy(Date.parse((await readDaemonSet())?.metadata.annotations?.[annotations.notStarting] ?? ''));

  await edit(a);
  await drive(async () => (await told()).length > 1);
  await nodes.settled(daemonSetName);
  t.is((await told())[1], 'Normal PodsStarted: the pods start on every node again');
  t.deepEqual(
    sent().map(({type}) => type.split('.').at(-1)),
    ['failed', 'recovered'],
  );
  t.is((await readDaemonSet())?.metadata.annotations?.[annotations.notStarting], undefined);
  for (let look = 0; look < 3; look++) await ring('check', open);
  t.is(sent().length, 2);
  t.is((await told()).length, 2);
});

test('that pods start again is told though another image of the new ones fails, and the old ones stay for that', async t => {
  const list = (sleep: string) => ({IMAGES: 'a=registry.test/a:1;bad=registry.test/bad:2', SLEEP_IMAGE: sleep});
  const {embedded, edit, told, drive, nodes} = await start(t, a, 2);
  embedded.images.set('mirror.test/sleep:absent', {failure: 'NotFound'});
  embedded.images.set('registry.test/bad:2', {failure: 'NotFound'});
  await drive(async () => true);
  await nodes.settled(daemonSetName);
  await edit({...a, SLEEP_IMAGE: 'mirror.test/sleep:absent'});
  await drive(async () => (await told()).length > 0);
  await edit(list('registry.test/sleep:2'));
  await drive(async () => (await told()).length > 1);
  t.is((await told())[1], 'Normal PodsStarted: the pods start on every node again');
  t.true(nodes.count('failing', 'bad') > 0);
});

test('an edit to a SLEEP_IMAGE that is not there lets go of nothing, and is told while the old pods stay', async t => {
  const {embedded, edit, told, drive, nodes} = await start(t, a, 2);
  await drive(async () => true);
  await nodes.settled(daemonSetName);
  embedded.images.set('mirror.test/sleep:absent', {failure: 'NotFound'});
  await edit({...a, SLEEP_IMAGE: 'mirror.test/sleep:absent'});
  await drive(async () => (await told()).length > 0);
  t.regex((await told())[0] ?? '', new RegExp(`of 2 nodes .*${sleepAbsent.slice(0, 26)}`));
  t.is(nodes.gaps(daemonSetName), 0);
});

test('pods that ask for more than any node has are told, with what is lacking and what may help', async t => {
  const {told, drive, edit, sent} = await start(t, {...a, CACHING_CPU_REQUEST: '5', CACHING_CPU_LIMIT: '5'}, 2);
  await drive(async () => (await told()).length > 0);
  t.regex(
    (await told())[0] ?? '',
    /^Warning PodsNotStarting: new pods do not start on 2 of 2 nodes \(node-1, node-2\), ask for less by CACHING_CPU_\*, .*: Unschedulable: 0\/2 nodes are available: 1 Insufficient cpu/,
  );
  await edit(a);
  await drive(async () => sent().at(-1)?.type === 'kubernetes-image-puller.pods.recovered');
});

test("a KIP_IMAGE without the node's architecture is told, for the nodes that have it", async t => {
  const {embedded, told, drive} = await start(t, {...a, KIP_IMAGE: 'registry.test/kip:1'}, 2);
  embedded.images.set('registry.test/kip:1', {platforms: ['amd64']});
  embedded.nodes.add('arm', {arch: 'arm64'});
  await drive(async () => (await told()).length > 0);
  t.regex(
    (await told())[0] ?? '',
    /^Warning PodsNotStarting: new pods do not start on 1 of 3 nodes \(arm\), .*no match for platform/,
  );
});

test('an image that fails is not told as pods that do not start; a note that was spoilt is none', async t => {
  const {embedded, told, sent, drive, nodes, api, ring, readDaemonSet} = await start(
    t,
    {IMAGES: 'bad=registry.test/bad:1'},
    2,
  );
  embedded.images.set('registry.test/bad:1', {failure: 'NotFound'});
  await drive(async () => nodes.count('failing', 'bad') === 2);
  for (let look = 0; look < 3; look++) await ring('check', open);
  await api('PATCH', `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`, {
    metadata: {annotations: {[annotations.notStarting]: 'since yesterday'}},
  });
  await ring('check', open);
  t.deepEqual([await told(), sent()], [[], []]);
  t.is((await readDaemonSet())?.metadata.annotations?.[annotations.notStarting], 'since yesterday');
});
