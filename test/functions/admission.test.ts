import {serveStatus} from '@image-puller/functions';
import test from 'ava';
import {until} from '../support/until.ts';
import {mirror, readPuller} from './support/admission.ts';
import {countGaps, drive, open, startWithClock} from './support/drive.ts';
import {daemonSetName, startPuller} from './support/puller.ts';
import {ahead, moved, scout} from './support/scout.ts';

const list = {IMAGES: 'nginx=docker.io/library/nginx:1.27; base=quay.io/team/base:1'};
const mirrored = 'cache.example:5000/docker/library/nginx:1.27';

test('an image that admission takes from a mirror is held as the list calls it, and that is told once', async t => {
  const puller = await startPuller(t, list, {nodes: 3});
  const {embedded, ring, nodes, readStory} = puller;
  embedded.setAdmission(mirror);
  await ring('apply');
  await nodes.settled(daemonSetName);
  for (let look = 0; look < 3; look++) await ring('check');
  const {ready, images} = await readPuller(puller);
  t.true(ready);
  t.like(images[0], {name: 'nginx', image: 'docker.io/library/nginx:1.27', held: 3, rewritten: mirrored});
  t.like(images[1], {name: 'base', held: 3, rewritten: null});
  t.deepEqual(
    (await readStory()).filter(line => line.includes('ImagesRewritten')),
    [
      `Normal ImagesRewritten: admission writes other images into the pods: nginx (docker.io/library/nginx:1.27) is pulled as ${mirrored}`,
    ],
  );
  t.regex((await serveStatus({path: '/'}, puller.context())).body, /nginx:1\.27, pulled as cache\.example/);
});

test('a rewritten image that fails is told by its name in the list and by what is pulled, and gets its own DaemonSet', async t => {
  const puller = await startWithClock(t, 3, list);
  const {embedded, ring, nodes, skip, readDaemonSet, readStory} = puller;
  embedded.setAdmission(mirror);
  embedded.images.set(mirrored, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'nginx') === 3 && nodes.count('running', 'base') === 3);
  await ring('check', open);
  t.like((await readPuller(puller)).images[0], {failing: 3});
  t.regex(
    (await readStory()).join('\n'),
    /^Warning ImageFailing: nginx \(docker\.io\/library\/nginx:1\.27, pulled as cache\.example:5000\/docker\/library\/nginx:1\.27\) fails on 3 of 3 nodes: not found: /m,
  );
  const gaps = countGaps(puller, 'base');
  skip(3);
  await drive(puller, async () => (await readDaemonSet(`${daemonSetName}-isolated-nginx`)) !== undefined);
  await drive(puller, async () => (await readDaemonSet(`${daemonSetName}-bridge`)) === undefined);
  await nodes.settled(daemonSetName);
  t.is(gaps(), 0);
});

test('a rewritten tag that moves rolls the pods; one that admission writes as a digest does, too', async t => {
  const clock = {hours: 2};
  const puller = await startPuller(t, list, {nodes: 2, context: ahead(clock)});
  const {embedded, ring, nodes} = puller;
  embedded.setAdmission(mirror);
  await ring('apply');
  await nodes.settled(daemonSetName);
  t.is(await scout(puller), `${daemonSetName}: nothing moved`);
  embedded.images.move(mirrored);
  clock.hours = 4;
  t.is(await scout(puller), `${daemonSetName}: nginx moved`);
  await ring('apply', moved);
  await nodes.settled(daemonSetName);
  clock.hours = 6;
  t.is(await scout(puller), `${daemonSetName}: nothing moved`);
});

test('with all images rewritten a scout is sent, and nothing is rolled for want of an answer', async t => {
  const clock = {hours: 2};
  const puller = await startPuller(
    t,
    {IMAGES: 'nginx=docker.io/library/nginx:1.27'},
    {nodes: 2, context: ahead(clock)},
  );
  const {embedded, ring, nodes, readDaemonSet} = puller;
  embedded.setAdmission(mirror);
  await ring('apply');
  await nodes.settled(daemonSetName);
  const before = (await readDaemonSet())?.metadata.generation;
  for (const hours of [2, 4, 6, 8]) {
    clock.hours = hours;
    t.is(await scout(puller), `${daemonSetName}: nothing moved`);
  }
  t.is((await readDaemonSet())?.metadata.generation, before);
});

test('two names for one reference that fails both leave, and the others are held without them', async t => {
  const gone = 'registry.example/app:absent';
  const puller = await startWithClock(t, 3, {IMAGES: `x=${gone}; y=${gone}; ok=quay.io/team/a:1`});
  const {embedded, ring, nodes, skip, readDaemonSet, cluster} = puller;
  embedded.images.set(gone, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'x') === 3 && nodes.count('failing', 'y') === 3);
  await ring('check', open);
  skip(3);
  const names = async () =>
    (await cluster.listDaemonSets())
      .map(({metadata}) => metadata.name)
      .toSorted()
      .join();
  const apart = ['', '-isolated-x', '-isolated-y'].map(end => `${daemonSetName}${end}`).join();
  const held = async () => (await readDaemonSet())?.spec?.template.spec?.containers.map(({name}) => name).join();
  await drive(puller, async () => (await held()) === 'ok' && (await names()) === apart);
  await nodes.settled(daemonSetName);
  t.like((await readDaemonSet())?.status, {numberReady: 3, desiredNumberScheduled: 3});

  embedded.images.set(gone, {failure: undefined});
  for (const name of ['x', 'y']) await nodes.settled(`${daemonSetName}-isolated-${name}`);
  await ring('check', open);
  skip(61);
  await drive(puller, async () => (await names()) === daemonSetName);
  await nodes.settled(daemonSetName);
  t.is((await readPuller(puller)).ready, true);
});
