import type {StoredPod} from '@image-puller/embedded-cluster';
import type {Context} from '@image-puller/functions';
import {ApiError, type Cluster} from '@image-puller/functions/cluster';
import {annotations} from '@image-puller/shared/names';
import test, {type ExecutionContext} from 'ava';
import type {Pod} from 'kubernetes-types/core/v1';
import {daemonSetName, namespace, startPuller} from './support/puller.ts';
import {ahead, due, moved, scout} from './support/scout.ts';

const images = {IMAGES: 'a=registry.test/a:1', CACHING_INTERVAL_HOURS: '1'};

/** What comes of an admission plugin's refusal, in Kubernetes' words; undefined: the pod is let in. */
type Admission = (pod: Pod) => ApiError | undefined;

const forbid = (words: string) =>
  new ApiError('rejected', `POST namespaces/puller/pods: 403 pods "p" is forbidden: ${words}`, 403);

const minimum: Admission = ({spec}) =>
  spec?.containers.some(({resources}) => resources?.requests?.cpu === '1m')
    ? forbid('minimum cpu usage per Container is 10m, but request is 1m')
    : undefined;
const quota: Admission = () => forbid('exceeded quota: few, requested: pods=1, used: pods=1, limited: pods=1');
const webhook: Admission = () =>
  new ApiError(
    'unavailable',
    'POST namespaces/puller/pods: 500 Internal error occurred: failed calling webhook "no.test": connection refused',
    500,
  );

/** A puller that is up, whose scouts meet an admission that the embedded cluster does not have. */
async function start(t: ExecutionContext, admit: Admission, nodes = 1) {
  const clock = {hours: 2};
  let asked = 0;
  let admission: Admission = admit;
  const limit = (cluster: Cluster): Cluster => ({
    ...cluster,
    within: signal => limit(cluster.within(signal)),
    async createPod(pod) {
      asked++;
      const refusal = admission(pod);
      if (refusal !== undefined) throw refusal;
      await cluster.createPod(pod);
    },
  });
  const context = (context: Context): Context => {
    const later = ahead(clock)(context);
    return {...later, cluster: limit(later.cluster)};
  };
  const puller = await startPuller(t, images, {nodes, context});
  await puller.ring('apply');
  await puller.nodes.settled(daemonSetName);
  return {
    ...puller,
    clock,
    countAsked: () => asked,
    lift: () => {
      admission = () => undefined;
    },
  };
}

test('a scout that asks for too little is sent again with what the pods ask for', async t => {
  const puller = await start(t, minimum);
  puller.embedded.images.move('registry.test/a:1');
  t.is(await scout(puller), `${daemonSetName}: a moved`);
  t.is(puller.countAsked(), 2);
  t.false((await puller.readStory()).some(line => line.includes('PodsRefused')));
});

for (const [what, admit, tries] of [
  ['a quota', quota, 1],
  ['a webhook that is away', webhook, 2],
] as const) {
  test(`a scout that ${what} refuses rolls nothing, however often; it is told, tried again soon, and answered once it is let in`, async t => {
    const puller = await start(t, admit);
    const {ring, nodes, embedded, clock, countAsked, lift, readDaemonSet, readStory} = puller;
    embedded.images.move('registry.test/a:1');
    const before = (await readDaemonSet())?.metadata.generation;
    for (let round = 1; round <= 8; round++) {
      t.regex(await scout(puller), /the scout is refused by /);
      t.is(countAsked(), round * tries, 'a larger pod has no more room');
      t.like((await ring('refresh', due)).entry, {decision: `${daemonSetName}: not yet`});
      await ring('apply', moved);
      clock.hours += 1;
    }
    t.is((await readDaemonSet())?.metadata.generation, before);
    t.is((await readDaemonSet())?.metadata.annotations?.[annotations.scoutMisses], undefined);
    const story = (await readStory()).filter(line => /PodsRefused|RefreshStarted/.test(line));
    t.is(story.length, 1);
    t.regex(
      story[0] ?? '',
      /^Warning PodsRefused: DaemonSet \S+: the scout that asks which tags have moved is refused/,
    );

    lift();
    t.is(await scout(puller), `${daemonSetName}: a moved`);
    await ring('apply', moved);
    await nodes.settled(daemonSetName);
  });
}

test('what a quota refuses is asked for again after ten minutes, not after an interval', async t => {
  const puller = await start(t, quota);
  await scout(puller);
  puller.lift();
  puller.clock.hours += 9 / 60;
  t.like((await puller.ring('refresh', due)).entry, {decision: `${daemonSetName}: not yet`});
  puller.clock.hours += 2 / 60;
  t.is(await scout(puller), `${daemonSetName}: nothing moved`);
});

test('a refresh that somebody asked for is answered where its scout is refused, once', async t => {
  const puller = await start(t, quota);
  const {ring, api, readStory, countAsked} = puller;
  const text = new Date(Date.now() + 60_000).toISOString();
  await api('PATCH', `/apis/apps/v1/namespaces/${namespace}/daemonsets/${daemonSetName}`, {
    metadata: {annotations: {[annotations.refreshRequested]: text}},
  });
  t.regex(await scout(puller), /the scout is refused by quota/);
  t.is((await readStory()).at(-1), `Normal RefreshDone: the refresh of ${text} is done: the scout is refused by quota`);
  t.like((await ring('refresh', due)).entry, {decision: `${daemonSetName}: not yet`});
  t.is(countAsked(), 1);
});

test('a scout that its node does not let in rolls nothing either, and the next one asks another node', async t => {
  const puller = await start(t, () => undefined, 2);
  const {ring, embedded, clock, readDaemonSet, readStory} = puller;
  const findScout = () => embedded.store.list<StoredPod>('Pod').find(({metadata}) => metadata.name.includes('-probe-'));
  const refuse = async () => {
    t.like((await ring('refresh', due)).entry, {decision: `${daemonSetName}: 1 scout sent`});
    const pod = findScout();
    if (pod === undefined) return undefined;
    const {conditions: _none, containerStatuses: _nor, ...status} = pod.status ?? {};
    const refused = {...status, phase: 'Failed', reason: 'OutOfpods', message: 'Node has too many pods'} as const;
    embedded.store.update({...pod, status: refused});
    t.regex(await scout(puller), /: the scout is refused by its node$/);
    return pod.spec?.nodeName;
  };
  const {generation} = (await readDaemonSet())?.metadata ?? {};
  const first = await refuse();
  clock.hours += 11 / 60;
  const second = await refuse();
  t.deepEqual([first, second].toSorted(), ['node-1', 'node-2']);
  clock.hours += 2;
  await refuse();
  t.is((await readDaemonSet())?.metadata.generation, generation);
  t.regex(
    (await readStory()).at(-1) ?? '',
    /its node \(another one is asked next\): OutOfpods: Node has too many pods$/,
  );
});
