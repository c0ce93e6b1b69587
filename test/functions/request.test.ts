import type {StoredPod} from '@image-puller/embedded-cluster';
import type {Context} from '@image-puller/functions';
import {annotations} from '@image-puller/shared/names';
import test, {type ExecutionContext} from 'ava';
import {until} from '../support/until.ts';
import {open} from './support/drive.ts';
import {configMapName, daemonSetName, namespace, startPuller, type TestPuller} from './support/puller.ts';
import {due, moved} from './support/scout.ts';

const list = {IMAGES: 'a=registry.test/a:1;b=registry.test/b:1'};
const configMap = `/api/v1/namespaces/${namespace}/configmaps/${configMapName}`;

/** A warm puller whose functions have a clock that goes on as the test says. */
async function startWarm(t: ExecutionContext, data: Readonly<Record<string, string>> = list) {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const puller = await startPuller(t, data, {nodes: 2, context: (context: Context) => ({...context, now})});
  await puller.ring('apply');
  await puller.nodes.settled(daemonSetName);
  await puller.ring('check');
  const pass = (seconds: number) => {
    ahead += seconds * 1000;
  };
  pass(10);
  const request = async (text = now().toISOString()): Promise<string> => {
    await puller.api('PATCH', configMap, {metadata: {annotations: {[annotations.refreshRequested]: text}}});
    return text;
  };
  return {...puller, pass, request};
}

/** Rings what is rung, but DaemonSets' own bells, until a refresh that was asked for is told as done; tells the story of it. */
async function follow({ring, published, readStory}: TestPuller, text: string): Promise<readonly string[]> {
  const tell = async () => (await readStory()).filter(line => line.includes(text));
  await until(
    async () => {
      const before = published.length;
      await ring('check', open);
      for (const {type} of published.slice(before)) {
        if (type === due.type) await ring('refresh', due);
        if (type === moved.type) await ring('apply', moved);
      }
      return (await tell()).some(line => line.startsWith('Normal RefreshDone'));
    },
    async () => ({story: await readStory(), published: published.slice(-5)}),
  );
  return await tell();
}

/** Those that nobody has deleted. */
const scoutsOf = ({embedded}: TestPuller) =>
  embedded.store
    .list<StoredPod>('Pod', namespace)
    .filter(({metadata}) => metadata.name.includes('-probe-') && metadata.deletionTimestamp === undefined);

test('a refresh that is asked for on the ConfigMap is kept, rings at once, asks by a scout, and is told from asking to done', async t => {
  const puller = await startWarm(t);
  const {ring, published, request, readDaemonSet, embedded} = puller;
  const text = await request();
  const before = published.length;
  await ring('apply');
  t.deepEqual(
    published.slice(before).map(({type}) => type),
    [open.type],
  );
  t.deepEqual(await follow(puller, text), [
    `Normal RefreshRequested: a refresh was asked for at ${text} (${annotations.refreshRequested})`,
    `Normal RefreshDone: the refresh of ${text} is done: no tag has moved`,
  ]);
  t.is((await readDaemonSet())?.metadata.annotations?.[annotations.refreshRequested], text);
  t.deepEqual(scoutsOf(puller), []);

  const asked = embedded.images.requests().reduce((sum, {manifests}) => sum + manifests, 0);
  for (let look = 0; look < 3; look++) await ring('check', open);
  t.is(
    embedded.images.requests().reduce((sum, {manifests}) => sum + manifests, 0),
    asked,
    'once for each value',
  );
});

test('a tag that has moved is found by it, and the pods are rolled without a gap', async t => {
  const puller = await startWarm(t);
  const {embedded, nodes, request} = puller;
  embedded.images.move('registry.test/a:1');
  const text = await request();
  const story = await follow(puller, text);
  t.is(
    story.at(-1),
    `Normal RefreshDone: the refresh of ${text} is done: the tags of a have moved, and the pods are rolled`,
  );
  await puller.ring('apply', moved);
  await nodes.settled(daemonSetName);
  t.is(nodes.gaps(daemonSetName), 0);
});

test('where no refresh is ever due by time, one that is asked for asks all the same', async t => {
  const puller = await startWarm(t, {...list, REFRESH_POLICY: 'never'});
  const text = await puller.request();
  t.regex((await follow(puller, text)).at(-1) ?? '', /is done: no tag has moved$/);
});

test('it outlives the annotation, an edit and a rollout: it waits for that, says so, and follows', async t => {
  const puller = await startWarm(t);
  const {ring, edit, embedded, nodes, request, readStory, readDaemonSet} = puller;
  const text = await request();
  await ring('check', open);
  embedded.images.set('registry.test/c:1', {pullDuration: 3_600_000});
  // A PUT of the declaration, as GitOps does it: the annotation has gone.
  await edit({IMAGES: `${list.IMAGES};c=registry.test/c:1`});
  await ring('apply');
  await until(() => embedded.nodes.progress().every(({pulling}) => pulling.length === 1));
  await ring('check', open);
  await ring('refresh', due);
  t.deepEqual(scoutsOf(puller), []);
  t.true(
    (await readStory()).includes(
      `Normal RefreshWaiting: the refresh of ${text} waits, since a rollout is under way: it follows`,
    ),
  );
  await edit(list);
  await ring('apply');
  await nodes.settled(daemonSetName);
  t.is((await readDaemonSet())?.metadata.annotations?.[annotations.refreshRequested], text);
  t.regex((await follow(puller, text)).at(-1) ?? '', /RefreshDone/);
});

test('one that is asked for again within a minute waits for it, and is not lost', async t => {
  const puller = await startWarm(t);
  const {ring, request, pass, published, readStory} = puller;
  await follow(puller, await request());
  pass(5);
  const second = await request();
  const before = published.length;
  await ring('check', open);
  t.deepEqual(
    published.slice(before).map(({type}) => type),
    [open.type],
  );
  t.true(
    (await readStory()).includes(
      `Normal RefreshWaiting: the refresh of ${second} waits, since another one was answered less than a minute ago: it follows within a minute`,
    ),
  );
  pass(60);
  t.regex((await follow(puller, second)).at(-1) ?? '', /RefreshDone/);
});

test('one that is asked for while a scout is out is answered by a scout of its own', async t => {
  const puller = await startWarm(t);
  const {ring, request, pass, embedded, readDaemonSet} = puller;
  embedded.images.move('registry.test/a:1');
  embedded.images.set('registry.test/a:1', {pullDuration: 500});
  const first = await request();
  await ring('check', open);
  await ring('refresh', due);
  t.is(scoutsOf(puller).length, 1);
  pass(5);
  const second = await request();
  await follow(puller, first);
  t.regex((await readDaemonSet())?.metadata.annotations?.[annotations.refreshAnswered] ?? '', new RegExp(`^${first} `));
  pass(60);
  t.regex((await follow(puller, second)).at(-1) ?? '', /RefreshDone/);
});

test('what is no time is told, and asks for nothing', async t => {
  const puller = await startWarm(t);
  const {ring, request, published, readStory} = puller;
  await request('now');
  const before = published.length;
  await ring('check', open);
  t.deepEqual(published.slice(before), []);
  t.is(
    (await readStory()).at(-1),
    'Warning ConfigurationWarning: the annotation kubernetes-image-puller/refresh-requested: "now" is not a time; write the present time, such as 2026-01-31T12:00:00Z',
  );
});
