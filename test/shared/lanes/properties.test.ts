import {isApart} from '@image-puller/shared/lanes';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {all, type Happening, happen, happening, pass, play, scenario} from './happenings.ts';
import {type SimulatedNode, turn} from './simulated.ts';
import {World} from './world.ts';

/** Of questions, before a decision: two to find the puller, and one each for owners, dry runs, pods, and what these lead to. */
const mostRounds = 9;

/** How many random runs: `RUNS=10` makes it ten times as many, for a change of what is decided. */
const runs = (usual: number): number => usual * Number(process.env.RUNS ?? 1);

/** Throws: fast-check tells by which happenings it came, and the seed. */
function expectNone(what: string, found: readonly unknown[], {notes, time, config, rounds}: World): void {
  if (rounds > mostRounds) throw new Error(`${rounds} rounds of questions`);
  if (found.length > 0) throw new Error(JSON.stringify({[what]: found, notes, time: new Date(time), config}));
}

/** fast-check's words have the seed and the shortest way to what went wrong. */
const assertProperty = <T>(t: ExecutionContext, property: fc.IProperty<T>, parameters: fc.Parameters<T>) =>
  t.notThrows(() => fc.assert(property, parameters));

test('whatever fails, comes, goes, breaks or is killed: what is held and stays in the list is never let go of by a move', t => {
  assertProperty(
    t,
    fc.property(scenario, ({architectures, limit, happenings}) => {
      const world = new World(all, architectures, limit);
      for (const lost of play(world, happenings)) {
        // Beyond the limit a node that joined or failed has pods that are not Ready, without a bridge.
        if (world.nodes.length > limit) continue;
        const within = lost.filter(
          one => !world.nodes.some(node => one.startsWith(`${node.name} `) && hadNoBridge(node, world)),
        );
        expectNone('lost', within, world);
      }
    }),
    {numRuns: runs(200)},
  );
});

/**
 * A bridge that does not hold within a minute is not waited for, and where no init container gets through, none ever does: there a
 * change of main takes what its pods held.
 */
const hadNoBridge = ({isInitFailing, initFailedUntil}: SimulatedNode, {time}: World): boolean =>
  isInitFailing || time - initFailedUntil <= 3 * turn;

/** What happens to pullers whose pods are Ready when they have their images, and what may keep them from it. */
const gentle = happening.filter(({is}) => is === 'edit' || is === 'fail' || is === 'pass');
const meshed = happening.filter(({is}) => is === 'edit' || is === 'fail' || is === 'pass' || is === 'mesh');
const failing = (image: number): Happening => ({is: 'fail', image, how: 'arm64'});
const beyondLimit = (happenings: fc.Arbitrary<Happening>) =>
  fc.record({
    nodes: fc.integer({min: 6, max: 14}),
    limit: fc.integer({min: 2, max: 6}),
    // Some fail from the beginning, so that they go apart while the first rollout is under way.
    happenings: fc
      .tuple(fc.subarray([0, 1, 2, 3]), fc.array(happenings, {minLength: 4, maxLength: 14}))
      .map(([ill, others]) => [...ill.map(failing), ...others]),
  });

/** Lets it all happen, and looks after each turn that no more nodes pull than the limit allows, taken as often as `times`. */
function expectLimit({nodes, limit, happenings}: FromBeyondLimit, times: number): void {
  const architectures = Array.from({length: nodes}, (_, index) =>
    index % 3 === 0 ? ('arm64' as const) : ('amd64' as const),
  );
  const world = new World(all, architectures, limit);
  for (const _turn of play(world, happenings)) {
    const apart = Object.values(world.notes).filter(note => isApart(note)).length;
    // Each DaemonSet has one place at least.
    const most = times * Math.max(limit, Math.ceil(limit / 2) + apart);
    const pulling = world.countPulling();
    if (nodes > limit) expectNone(`${pulling} nodes pull`, pulling > most ? [most] : [], world);
  }
}

type FromBeyondLimit = typeof beyondLimit extends (...given: never[]) => fc.Arbitrary<infer T> ? T : never;

test('while images fail, come, go, are edited and functions are killed, the DaemonSets together keep to ROLLOUT_MAX_NODES', t => {
  assertProperty(
    t,
    fc.property(beyondLimit(gentle), given => expectLimit(given, 1)),
    {numRuns: runs(200)},
  );
});

test('where a mesh keeps pods from being Ready at times, no more are replaced beside a wave than it has places', t => {
  assertProperty(
    t,
    fc.property(beyondLimit(meshed), given => expectLimit(given, 2)),
    {numRuns: runs(200)},
  );
});

test('whatever happened, when nothing more does the writes end', t => {
  assertProperty(
    t,
    fc.property(scenario, ({architectures, limit, happenings}) => {
      const world = new World(all, architectures, limit);
      for (const _turn of play(world, happenings));
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
    {numRuns: runs(12)},
  );
});

test('an image that nothing is wrong with never goes apart, whatever all nodes but one do', t => {
  const turns = fc.integer({min: 1, max: 30});
  // Where most images are held, one that fails cannot be told from one that is wrong there.
  const trouble = fc.record({node: fc.integer({min: 1, max: 5}), holds: fc.nat(2), init: fc.boolean(), turns});
  assertProperty(
    t,
    fc.property(fc.integer({min: 2, max: 6}), fc.array(trouble), (nodes, troubles) => {
      const world = new World(
        all,
        Array.from({length: nodes}, () => 'amd64'),
        nodes,
      );
      for (const {node: index, holds, init, turns} of troubles) {
        const node = world.nodes[index];
        if (node !== undefined) {
          world.restart(node, holds);
          if (init) node.isInitFailing = true;
          else node.isBroken = true;
        }
        for (let count = 0; count < turns; count++) pass(world);
        const apart = Object.values(world.notes).filter(({is}) => is !== 'failing');
        expectNone('apart', apart, world);
      }
    }),
    {numRuns: runs(200)},
  );
});
