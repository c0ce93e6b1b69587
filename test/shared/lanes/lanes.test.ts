import {buildLanes, decideIsolation, type IsolationNote, type Slots} from '@image-puller/shared/lanes';
import test from 'ava';
import {all, named, pass} from './happenings.ts';
import {buildPod, turn, viewPod} from './simulated.ts';
import {World} from './world.ts';

/** One image fails in it, and the others run. */
const failing = buildPod(
  Object.fromEntries(all.map(({image}, index) => [image, index > 0 ? 'running' : 'failing'] as const)),
);
const failingPod = viewPod(failing);

test('an image that has gone from its registry stays held apart, and comes back ever more rarely, since it fails again', t => {
  const world = new World(all, ['amd64', 'amd64'], 5);
  const lettingGo: string[] = [];
  const hours = (count: number) => {
    for (let turns = (count * 3_600_000) / turn; turns > 0; turns--) lettingGo.push(...pass(world));
  };
  hours(1);
  const [first, second] = all;
  world.failures.set(first?.image ?? '', 'everywhere');
  // What makes its containers begin anew: the node does.
  for (const node of world.nodes) world.restart(node);
  const readReturns = () => world.notes[first?.name ?? '']?.returns;
  const returns: (number | undefined)[] = [];
  for (let day = 0; day < 3; day++) {
    hours(24);
    returns.push(readReturns());
  }
  t.deepEqual(returns, [5, 6, 7]);
  t.deepEqual(lettingGo, []);
  t.is(world.notes[second?.name ?? ''], undefined);
});

test('beyond the limit the DaemonSet of an image that fails waits for its share with the holder alone, ten minutes at most', t => {
  const config = {images: all, cachingIntervalHours: 1};
  const since = '2026-01-01T00:00:00.000Z';
  const [image] = all;
  const note = (is: IsolationNote['is']): IsolationNote => ({image: image?.image ?? '', is, since, returns: 0});
  const decide = (is: IsolationNote['is'], slots: Slots, minutes: number) =>
    decideIsolation({
      config,
      notes: {a: note(is)},
      main: new Map([['node', [failingPod]]]),
      isolated: new Map(),
      isSettled: false,
      slots,
      now: new Date(Date.parse(since) + minutes * 60_000),
    }).notes.a?.is;
  t.is(decide('failing', 'taken', 2), 'parting');
  t.is(decide('failing', 'free', 2), 'parting', 'its share is not written yet');
  t.is(decide('failing', 'all', 2), 'leaving');
  t.is(decide('parting', 'taken', 9), 'parting');
  t.is(decide('parting', 'free', 1), 'leaving');
  t.is(decide('parting', 'taken', 10), 'leaving');
  const lanes = (is: IsolationNote['is']) =>
    buildLanes({daemonSetName: 'main', images: all, rolloutMaxNodes: 5}, {a: note(is)}).map(
      ({name, images, limit, isHeldBack}) => ({name, images: images.length, limit, isHeldBack}),
    );
  t.deepEqual(lanes('parting'), [
    {name: 'main', images: 5, limit: 3, isHeldBack: false},
    {name: 'main-isolated-a', images: 1, limit: 2, isHeldBack: true},
  ]);
  t.deepEqual(lanes('leaving')[1], {name: 'main-isolated-a', images: 1, limit: 2, isHeldBack: false});
  t.deepEqual(lanes('returned'), [{name: 'main', images: 5, limit: 5, isHeldBack: false}]);
});

test('images that fail everywhere leave the others alone, ten of them at the most, and return when they are mended', t => {
  const images = [...'abcdefghijkl'].map(name => ({name, image: `${name}.test/${name}:1`}));
  const world = new World([...images, named('good')], ['amd64', 'arm64'], 5);
  for (const {image} of images) world.failures.set(image, 'everywhere');
  for (let count = 0; count < 40; count++) t.deepEqual(pass(world), []);
  t.is(Object.values(world.notes).filter(({is}) => is === 'isolated').length, 10);
  world.failures.clear();
  for (let count = 0; count < 400; count++) t.deepEqual(pass(world), []);
  t.deepEqual(
    Object.values(world.notes).filter(({is}) => is !== 'returned'),
    [],
  );
  t.is(world.listHeld().size, 2 * 13);
});

test('images that fail for causes of their own are no fault of their registry, and leave it after two minutes', t => {
  const since = '2026-01-01T00:00:00.000Z';
  const decide = (reason: string) => {
    const [one, two, three] = ['a', 'b', 'c'].map(name => ({name, image: `one.test/${name}:1`}));
    if (one === undefined || two === undefined || three === undefined) throw new Error('three images');
    const state = (index: number) => (index === 2 ? ('running' as const) : ('failing' as const));
    const view = viewPod({
      ...failing,
      containers: new Map(
        [one, two, three].map(({image}, index) => [image, {state: state(index), nextTry: 0, tries: 1}]),
      ),
    });
    const containers = view.containers.map((each, index) =>
      each.state === 'failing' && index === 0 ? {...each, reason} : each,
    );
    const note = (image: string): IsolationNote => ({image, is: 'failing', since, returns: 0});
    return decideIsolation({
      config: {images: [one, two, three], cachingIntervalHours: 1},
      notes: {a: note(one.image), b: note(two.image)},
      main: new Map([['node', [{...view, containers}]]]),
      isolated: new Map(),
      isSettled: false,
      slots: 'all',
      now: new Date(Date.parse(since) + 3 * 60_000),
    }).notes.b?.is;
  };
  t.is(decide('ErrImagePull: not found'), 'failing', 'two of three: its registry may come back');
  t.is(decide('no build for this platform: ErrImagePull: no match for platform in manifest'), 'leaving');
});
