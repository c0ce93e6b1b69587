import type {NamedImage} from '@image-puller/shared/config';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {turn} from './simulated.ts';
import {type Failure, World} from './world.ts';

const named = (name: string, tag = 1): NamedImage => ({
  name,
  image: `${name < 'd' ? 'one' : 'two'}.test/${name}:${tag}`,
});
const all = ['a', 'b', 'c', 'd', 'e'].map(name => named(name));

/** Something that happens to a puller. */
type Happening =
  | {readonly is: 'edit'; readonly images: readonly NamedImage[]}
  | {readonly is: 'fail'; readonly image: number; readonly how: Failure | undefined}
  | {readonly is: 'break' | 'lose' | 'reboot'; readonly node: number}
  | {readonly is: 'mend' | 'join'}
  | {readonly is: 'pass'; readonly turns: number; readonly killed: 'check' | 'apply' | undefined};

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    is: fc.constant('edit' as const),
    images: fc
      .array(fc.tuple(fc.nat(4), fc.integer({min: 1, max: 2})), {minLength: 1, maxLength: 5})
      .map(list => [...new Map(list).entries()].map(([index, tag]) => named('abcde'[index] ?? 'a', tag))),
  }),
  fc.record({
    is: fc.constant('fail' as const),
    image: fc.nat(4),
    how: fc.constantFrom<Failure | undefined>('everywhere', 'arm64', 'first node', undefined),
  }),
  fc.record({is: fc.constantFrom('break' as const, 'lose' as const, 'reboot' as const), node: fc.nat(3)}),
  fc.record({is: fc.constantFrom('mend' as const, 'join' as const)}),
  fc.record({
    is: fc.constant('pass' as const),
    turns: fc.integer({min: 1, max: 30}),
    killed: fc.constantFrom(undefined, undefined, 'check' as const, 'apply' as const),
  }),
);

const scenario = fc.record({
  architectures: fc.array(fc.constantFrom('amd64' as const, 'arm64' as const), {minLength: 1, maxLength: 5}),
  limit: fc.integer({min: 1, max: 6}),
  happenings: fc.array(happening, {maxLength: 14}),
});

/** Throws: fast-check tells by which happenings it came, and the seed. */
function expectNone(what: string, found: readonly unknown[], {notes, time, config}: World): void {
  if (found.length > 0) throw new Error(JSON.stringify({[what]: found, notes, time: new Date(time), config}));
}

/** fast-check's words have the seed and the shortest way to what went wrong. */
const assertProperty = <T>(t: ExecutionContext, property: fc.IProperty<T>, parameters: fc.Parameters<T>) =>
  t.notThrows(() => fc.assert(property, parameters));

/** Lets a turn pass; tells what was held before the functions moved something, and is not any more. */
function pass(world: World, killed?: 'check' | 'apply'): readonly string[] {
  world.time += turn;
  if (killed !== 'check') world.check();
  const held = world.listHeld();
  if (killed !== 'apply') world.apply();
  world.control();
  const running = world.listRunning();
  world.pull();
  return [...held].filter(one => !running.has(one));
}

function happen(world: World, event: Exclude<Happening, {is: 'pass'}>): void {
  switch (event.is) {
    case 'edit':
      world.config = {...world.config, images: event.images};
      break;
    case 'fail':
      for (const tag of [1, 2]) {
        const {image} = named('abcde'[event.image] ?? 'a', tag);
        if (event.how === undefined) world.failures.delete(image);
        else world.failures.set(image, event.how);
      }
      break;
    case 'mend':
      for (const node of world.nodes) Object.assign(node, {isBroken: false, isReady: true});
      break;
    case 'join':
      if (world.nodes.length < 6) world.join('amd64');
      break;
    default: {
      const node = world.nodes[event.node % world.nodes.length];
      if (node === undefined) return;
      if (event.is === 'break') node.isBroken = true;
      if (event.is === 'lose') node.isReady = false;
      if (event.is === 'reboot') world.restart(node);
    }
  }
}

test('whatever fails, comes, goes, breaks or is killed: what is held and stays in the list is never let go of by a move', t => {
  assertProperty(
    t,
    fc.property(scenario, ({architectures, limit, happenings}) => {
      const world = new World(all, architectures, limit);
      for (const event of happenings) {
        if (event.is !== 'pass') {
          happen(world, event);
          continue;
        }
        for (let count = 0; count < event.turns; count++) {
          const lost = pass(world, event.killed);
          // Beyond the limit a node that joined or failed has pods that are not Ready, without a bridge.
          if (world.nodes.length <= limit) expectNone('lost', lost, world);
        }
      }
    }),
    {numRuns: 500},
  );
});

test('whatever happened, when nothing more does the writes end', t => {
  assertProperty(
    t,
    fc.property(scenario, ({architectures, limit, happenings}) => {
      const world = new World(all, architectures, limit);
      for (const event of happenings) {
        if (event.is !== 'pass') happen(world, event);
        else for (let count = 0; count < event.turns; count++) pass(world, event.killed);
      }
      happen(world, {is: 'mend'});
      const before = world.writes;
      const hours = (count: number) => {
        for (let turns = (count * 3_600_000) / turn; turns > 0; turns--) pass(world);
      };
      hours(4);
      const settling = world.writes - before;
      if (settling > 60) throw new Error(`${settling} writes in four hours: ${JSON.stringify(world.notes)}`);
      // One that fails everywhere but holds on every disk comes back at ever longer intervals, and fails again.
      hours(8);
      const later = world.writes - before - settling;
      if (later > 60) throw new Error(`${later} writes in eight hours more: ${JSON.stringify(world.notes)}`);
    }),
    {numRuns: 60},
  );
});

test('an image that nothing is wrong with never goes apart, whatever all nodes but one do', t => {
  const turns = fc.integer({min: 1, max: 30});
  // Where most images are held, one that fails cannot be told from one that is wrong there.
  const trouble = fc.record({node: fc.integer({min: 1, max: 5}), holds: fc.nat(2), turns});
  assertProperty(
    t,
    fc.property(fc.integer({min: 2, max: 6}), fc.array(trouble), (nodes, troubles) => {
      const world = new World(
        all,
        Array.from({length: nodes}, () => 'amd64'),
        nodes,
      );
      for (const {node: index, holds, turns} of troubles) {
        const node = world.nodes[index];
        if (node !== undefined) {
          world.restart(node, holds);
          node.isBroken = true;
        }
        for (let count = 0; count < turns; count++) pass(world);
        const apart = Object.values(world.notes).filter(({is}) => is !== 'failing');
        expectNone('apart', apart, world);
      }
    }),
    {numRuns: 500},
  );
});

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
