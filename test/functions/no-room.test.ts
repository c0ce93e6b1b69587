import type {Context} from '@image-puller/functions';
import {annotations} from '@image-puller/shared/names';
import test from 'ava';
import {until} from '../support/until.ts';
import {daemonSetName, startPuller} from './support/puller.ts';

const v = (tag: number) => ({IMAGES: `a=registry.test/a:${tag}`, ROLLOUT_MAX_NODES: '2'});
const drifted = {type: 'kubernetes-image-puller.daemonset.drifted'} as const;
const open = {type: 'kubernetes-image-puller.phase.open'} as const;

/** By then it is no passing lack of room. */
const aMinuteLater = (context: Context): Context => ({...context, now: () => new Date(Date.now() + 60_000)});

test('a rollout ends on nodes that have no room for a second pod, after it has come to all others', async t => {
  const {edit, ring, nodes, embedded, readDaemonSet, readStory, published} = await startPuller(t, v(1), {
    context: aMinuteLater,
  });
  for (const name of ['full-1', 'full-2', 'full-3']) embedded.nodes.add(name, {allocatable: {pods: '1'}});
  for (const name of ['free-1', 'free-2']) embedded.nodes.add(name);
  await ring('apply');
  await nodes.settled(daemonSetName);

  await edit(v(2));
  await ring('apply');
  const seen: (string | undefined)[] = [];
  await until(
    async () => {
      const before = published.length;
      await ring('check', open);
      if (published.slice(before).some(({type}) => type === drifted.type)) await ring('apply', drifted);
      const daemonSet = await readDaemonSet();
      const noted = daemonSet?.metadata.annotations?.[annotations.surge]?.split(' ')[1];
      if (noted !== seen.at(-1)) seen.push(noted);
      const {desiredNumberScheduled, updatedNumberScheduled, numberAvailable} = daemonSet?.status ?? {};
      return updatedNumberScheduled === desiredNumberScheduled && numberAvailable === desiredNumberScheduled;
    },
    async () => ({seen, daemonSet: await readDaemonSet(), story: await readStory()}),
  );
  await nodes.settled(daemonSetName);
  t.is(seen.at(-1), '0', seen.join());
  t.is(nodes.gaps(daemonSetName), 3, 'on the full nodes alone');
  t.deepEqual((await readDaemonSet())?.spec?.updateStrategy?.rollingUpdate, {maxSurge: 0, maxUnavailable: 2});
  t.deepEqual(
    (await readStory()).filter(line => line.includes('NoRoomForSurge')),
    [
      `Warning NoRoomForSurge: DaemonSet ${daemonSetName}: 3 nodes have no room for a second pod for lack of pod slots (3 nodes); there the old pod ends before the new one is Ready`,
    ],
  );

  await edit(v(3));
  await ring('apply');
  t.deepEqual(
    (await readDaemonSet())?.spec?.updateStrategy?.rollingUpdate,
    {maxSurge: 2, maxUnavailable: 0},
    'the next template surges again',
  );
});

test('with a priority class one node goes first, and the others when its pod was taken; nothing is told', async t => {
  const high = (tag: number) => ({...v(tag), PRIORITY_CLASS_NAME: 'high'});
  const {edit, ring, nodes, embedded, readDaemonSet, readStory} = await startPuller(t, high(1));
  for (const name of ['n1', 'n2', 'n3', 'n4']) embedded.nodes.add(name);
  const readStrategy = async () => (await readDaemonSet())?.spec?.updateStrategy?.rollingUpdate;
  await ring('apply');
  await nodes.settled(daemonSetName);
  await ring('check', open);
  await ring('apply', drifted);
  await nodes.settled(daemonSetName);

  await edit(high(2));
  await ring('apply');
  t.deepEqual(await readStrategy(), {maxSurge: 0, maxUnavailable: 1});
  await until(async () => ((await readDaemonSet())?.status?.updatedNumberScheduled ?? 0) > 0, readDaemonSet);
  await ring('check', open);
  await ring('apply', drifted);
  t.deepEqual(await readStrategy(), {maxSurge: 0, maxUnavailable: 2});
  await nodes.settled(daemonSetName);
  t.notRegex((await readStory()).join(), /NoRoomForSurge|PodsRefused/);
});
