import test from 'ava';
import {daemonSetName, startPuller} from './support/puller.ts';
import {ahead, due, moved, scout} from './support/scout.ts';

const tags = ['registry.test/a:1', 'registry.test/b:1'];
const three = {IMAGES: `a=${tags[0]};b=${tags[1]};c=other.test/c:1`};
const notYet = {decision: `${daemonSetName}: not yet`};

test('a registry that gives nothing is told, and asked again before the next interval', async t => {
  const clock = {hours: 2};
  const puller = await startPuller(t, three, {nodes: 1, context: ahead(clock)});
  const {ring, nodes, embedded, readDaemonSet, readStory, writes} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  for (const tag of tags) embedded.images.set(tag, {failure: 'HostNotFound'});
  const written = writes().length;
  t.is(await scout(puller), `${daemonSetName}: nothing moved; registry.test gave nothing`);
  t.deepEqual(writes().slice(written), ['create pods', 'create events', 'patch daemonsets', 'delete pods']);
  t.regex(
    (await readStory()).at(-1) ?? '',
    /^Warning RegistryFailing: registry\.test gave none of the 2 tags that a refresh asked for: the nodes keep what they hold, and it is asked again at \d{4}-.*Z: no such host: (ErrImagePull|ImagePullBackOff)/,
  );
  t.false((await readStory()).some(line => line.includes('ImageGone')));
  t.like((await ring('refresh', due)).entry, notYet);

  for (const tag of tags) embedded.images.set(tag, {failure: undefined});
  embedded.images.move('registry.test/a:1');
  clock.hours += 10.1 / 60;
  t.is(await scout(puller), `${daemonSetName}: a moved`);
  const notes = (await readDaemonSet())?.metadata.annotations ?? {};
  t.truthy(notes['kubernetes-image-puller/last-refresh']);
  t.is(notes['kubernetes-image-puller/refresh-retry'], undefined);
});

test('where pods are rolled for a tag of another registry, they ask the one that gave nothing, too', async t => {
  const clock = {hours: 2};
  const puller = await startPuller(t, three, {nodes: 1, context: ahead(clock)});
  const {ring, nodes, embedded, readDaemonSet, readStory} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  for (const tag of tags) embedded.images.set(tag, {failure: 'ServerError'});
  embedded.images.move('other.test/c:1');
  t.is(await scout(puller), `${daemonSetName}: c moved; registry.test gave nothing`);
  t.regex(
    (await readStory()).at(-2) ?? '',
    /and each node asks it again as its pod is rolled: 500 Internal Server Error: (ErrImagePull|ImagePull)/,
  );
  t.is((await readDaemonSet())?.metadata.annotations?.['kubernetes-image-puller/refresh-retry'], undefined);
  t.like((await ring('refresh', due)).entry, notYet);

  for (const tag of tags) embedded.images.set(tag, {failure: undefined});
  embedded.images.move('registry.test/a:1');
  await ring('apply', moved);
  await nodes.settled(daemonSetName);
  t.is(nodes.gaps(daemonSetName), 0);
  clock.hours += 2;
  t.is(await scout(puller), `${daemonSetName}: nothing moved`, 'a has come with it');
});

test('one that stays away is asked four times, and then after the interval; so is one of a single image', async t => {
  const clock = {hours: 2};
  const puller = await startPuller(t, {IMAGES: 'a=registry.test/a:1'}, {nodes: 1, context: ahead(clock)});
  const {ring, nodes, embedded, readStory} = puller;
  await ring('apply');
  await nodes.settled(daemonSetName);
  embedded.images.set('registry.test/a:1', {failure: 'NotFound'});
  for (const minutes of [0, 10, 20, 40, 60]) {
    if (minutes > 0) {
      clock.hours += (minutes - 1) / 60;
      t.like((await ring('refresh', due)).entry, notYet, `${minutes} minutes`);
      clock.hours += 1.1 / 60;
    }
    t.is(await scout(puller), `${daemonSetName}: nothing moved; registry.test gave nothing`, `${minutes} minutes`);
  }
  const told = (await readStory()).filter(line => /Image|Registry/.test(line));
  t.deepEqual(
    told.map(line => line.split(':')[0]),
    ['Warning ImageGone'],
  );
});
