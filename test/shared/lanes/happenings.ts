import type {NamedImage} from '@image-puller/shared/config';
import fc from 'fast-check';
import {type Failure, turn} from './simulated.ts';
import type {World} from './world.ts';

export const named = (name: string, tag = 1): NamedImage => ({
  name,
  image: `${name < 'd' ? 'one' : 'two'}.test/${name}:${tag}`,
});
/** The list that a puller begins with. */
export const all = ['a', 'b', 'c', 'd', 'e'].map(name => named(name));

/** Something that happens to a puller. */
export type Happening =
  | {readonly is: 'edit'; readonly images: readonly NamedImage[]}
  | {readonly is: 'fail'; readonly image: number; readonly how: Failure | undefined}
  | {readonly is: 'break' | 'break init' | 'lose' | 'reboot'; readonly node: number}
  | {readonly is: 'mend' | 'join' | 'mesh'}
  | {readonly is: 'pass'; readonly turns: number; readonly killed: 'check' | 'apply' | undefined};

export const happening: fc.Arbitrary<Happening> = fc.oneof(
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
  fc.record({
    is: fc.constantFrom('break' as const, 'break init' as const, 'lose' as const, 'reboot' as const),
    node: fc.nat(3),
  }),
  fc.record({is: fc.constantFrom('mend' as const, 'join' as const, 'mesh' as const)}),
  fc.record({
    is: fc.constant('pass' as const),
    turns: fc.integer({min: 1, max: 30}),
    killed: fc.constantFrom(undefined, undefined, 'check' as const, 'apply' as const),
  }),
);

export const scenario = fc.record({
  architectures: fc.array(fc.constantFrom('amd64' as const, 'arm64' as const), {minLength: 1, maxLength: 5}),
  limit: fc.integer({min: 1, max: 6}),
  happenings: fc.array(happening, {maxLength: 14}),
});

/** Lets a turn pass; tells what was held before the functions moved something, and is not any more. */
export function pass(world: World, killed?: 'check' | 'apply'): readonly string[] {
  world.time += turn;
  if (killed !== 'check') world.check();
  const held = world.listHeld();
  if (killed !== 'apply') world.apply();
  world.control();
  const running = world.listRunning();
  world.pull();
  return [...held].filter(one => !running.has(one));
}

/** Lets it all happen; yields what each turn let go of. */
export function* play(world: World, happenings: readonly Happening[]): Generator<readonly string[]> {
  for (const event of happenings) {
    if (event.is !== 'pass') happen(world, event);
    else for (let count = 0; count < event.turns; count++) yield pass(world, event.killed);
  }
}

export function happen(world: World, event: Exclude<Happening, {is: 'pass'}>): void {
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
      for (const node of world.nodes) {
        if (node.isInitFailing) node.initFailedUntil = world.time;
        Object.assign(node, {isBroken: false, isInitFailing: false, isReady: true});
      }
      break;
    case 'mesh':
      world.isMeshed = !world.isMeshed;
      break;
    case 'join':
      if (world.nodes.length < 6) world.join('amd64');
      break;
    default: {
      const node = world.nodes[event.node % world.nodes.length];
      if (node === undefined) return;
      if (event.is === 'break') node.isBroken = true;
      if (event.is === 'break init') node.isInitFailing = true;
      if (event.is === 'lose') node.isReady = false;
      if (event.is === 'reboot') world.restart(node);
    }
  }
}
