import type {Fault} from '@image-puller/embedded-cluster';
import test from 'ava';
import {until} from '../support/until.ts';
import {startWithClock} from './support/drive.ts';
import {configMapName, daemonSetName, startPuller, type TestPuller} from './support/puller.ts';

const open = {type: 'kubernetes-image-puller.phase.open'} as const;

/** From now on the API server answers so where an Event is read or written by the functions. */
const failEvents = ({embedded}: TestPuller, verbs: readonly string[], fault: Fault) =>
  embedded.setIntercept(({verb, resource, userAgent}) =>
    resource === 'events' && verbs.includes(verb) && userAgent !== 'administrator' ? fault : undefined,
  );

for (const [what, verbs, fault] of [
  ['does not let an Event be read', ['get'], {status: 503}],
  ['does not take an Event', ['create'], {status: 429}],
  ['goes away before it takes an Event', ['create'], {hangUp: true}],
] as const) {
  for (const step of ['apply', 'check'] as const) {
    test(`an API server that ${what} is no success of ${step}: it is rung again, and then told`, async t => {
      const puller = await startPuller(t, {IMAGES: ';'});
      const {ring, embedded, readStory} = puller;
      const bell = step === 'check' ? open : {};
      failEvents(puller, verbs, fault);
      t.like(await ring(step, bell), {status: 503, entry: {outcome: 'unavailable'}});
      t.deepEqual(await readStory(), []);
      embedded.setIntercept(undefined);
      t.is((await ring(step, bell)).status, 204);
      t.true((await readStory()).some(line => line.startsWith('Warning ConfigurationRejected: IMAGES: ')));
    });
  }
}

test("an image that recovers while its Event can't be told is told by the next look, once", async t => {
  const image = 'registry.test/flaky:1';
  const puller = await startPuller(t, {IMAGES: `flaky=${image};a=registry.test/a:1`}, {nodes: 1});
  const {ring, embedded, nodes, published, readStory} = puller;
  embedded.images.set(image, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'flaky') === 1 && nodes.count('running', 'a') === 1);
  await ring('check', open);
  embedded.images.set(image, {failure: undefined});
  await until(() => nodes.count('running', 'flaky') === 1);
  const told = async () => (await readStory()).filter(line => line.startsWith('Normal ImageRecovered: flaky '));
  const rung = () => published.filter(({type}) => type === 'kubernetes-image-puller.image.recovered');

  failEvents(puller, ['get', 'create', 'patch'], {status: 503});
  for (let look = 0; look < 2; look++) t.is((await ring('check', open)).status, 503);
  t.deepEqual(await told(), []);
  embedded.setIntercept(undefined);
  for (let look = 0; look < 2; look++) {
    t.like(await ring('check', open), {status: 204, entry: {outcome: 'done'}});
    t.is((await told()).length, 1);
    t.true(rung().length > 0);
  }
  const before = rung().length;
  await ring('check', open);
  t.is(rung().length, before);
  t.is(rung()[0]?.puller.name, configMapName);
});

test("an image that goes apart while its Event can't be told is told by the next look, once", async t => {
  const image = 'registry.test/bad:1';
  const puller = await startWithClock(t, 2, {IMAGES: `bad=${image};a=registry.test/a:1`});
  const {ring, embedded, nodes, readStory, cluster, skip} = puller;
  embedded.images.set(image, {failure: 'NotFound'});
  await ring('apply');
  await until(() => nodes.count('failing', 'bad') === 2 && nodes.count('running', 'a') === 2);
  await ring('check', open);
  skip(3);
  // That it fails is told already, so that this is not what keeps the look from its end.
  failEvents(puller, ['create'], {status: 503});
  for (let look = 0; look < 2; look++) t.is((await ring('check', open)).status, 503);
  embedded.setIntercept(undefined);
  for (let look = 0; look < 3; look++) {
    t.is((await ring('check', open)).status, 204);
    t.is((await readStory()).filter(line => line.startsWith('Warning ImageIsolated: bad ')).length, 1);
    await ring('apply');
  }
  t.true((await cluster.listDaemonSets()).some(({metadata}) => metadata.name === `${daemonSetName}-isolated-bad`));
});

test("pods that start again while their Event can't be told are told of by the next look, once", async t => {
  const absent = 'mirror.test/sleep:absent';
  const puller = await startWithClock(t, 1, {IMAGES: 'a=registry.test/a:1', SLEEP_IMAGE: absent});
  const {ring, embedded, nodes, readStory, skip} = puller;
  embedded.images.set(absent, {failure: 'NotFound'});
  const count = async (reason: string) => (await readStory()).filter(line => line.includes(` ${reason}: `)).length;
  await ring('apply');
  skip(1);
  await until(async () => {
    await ring('check', open);
    return (await count('PodsNotStarting')) === 1;
  }, readStory);
  embedded.images.set(absent, {failure: undefined});
  await nodes.settled(daemonSetName);
  failEvents(puller, ['get', 'create', 'patch'], {status: 503});
  for (let look = 0; look < 2; look++) t.is((await ring('check', open)).status, 503);
  embedded.setIntercept(undefined);
  for (let look = 0; look < 3; look++) {
    t.is((await ring('check', open)).status, 204);
    t.is(await count('PodsStarted'), 1);
  }
});

test("one Event that can't be told keeps its own edge for the next look, and nothing else: others are told, noted in one patch, and published", async t => {
  const failing = ['one', 'two', 'three'].map(name => `${name}=registry.test/${name}:1`);
  const puller = await startPuller(t, {IMAGES: [...failing, 'a=registry.test/a:1'].join(';')}, {nodes: 1});
  const {ring, embedded, nodes, published, readDaemonSet, readStory, writes} = puller;
  for (const name of ['one', 'two', 'three']) embedded.images.set(`registry.test/${name}:1`, {failure: 'NotFound'});
  await ring('apply');
  await until(() => ['one', 'two', 'three'].every(name => nodes.count('failing', name) === 1));
  const noted = async () => {
    const text = (await readDaemonSet())?.metadata.annotations?.['kubernetes-image-puller/images'] ?? '{}';
    return Object.entries(JSON.parse(text))
      .flatMap(([name, memory]) => (JSON.stringify(memory).includes('"failing"') ? [name] : []))
      .toSorted();
  };
  const told = async () =>
    (await readStory()).flatMap(line => /^Warning ImageFailing: (\w+) /.exec(line)?.[1] ?? []).toSorted();
  const rung = () =>
    published
      .filter(({type}) => type === 'kubernetes-image-puller.image.failed')
      .map(({data}) => data?.name)
      .toSorted();

  let refused = 0;
  embedded.setIntercept(({verb, resource}) =>
    resource === 'events' && verb === 'create' && refused++ === 1 ? {status: 503} : undefined,
  );
  const before = writes().length;
  t.like(await ring('check', open), {status: 503, entry: {outcome: 'unavailable'}});
  t.is(
    writes()
      .slice(before)
      .filter(write => write === 'patch daemonsets').length,
    1,
  );
  t.deepEqual(await told(), ['one', 'three']);
  t.deepEqual(await noted(), ['one', 'three']);
  t.deepEqual(rung(), ['one', 'three']);

  t.is((await ring('check', open)).status, 204);
  t.deepEqual(await told(), ['one', 'three', 'two']);
  t.deepEqual(await noted(), ['one', 'three', 'two']);
  t.deepEqual(rung(), ['one', 'three', 'two']);
});
