import type {Surge} from '@image-puller/shared/daemonset';
import {decideSurge} from '@image-puller/shared/decide';
import test from 'ava';
import fc from 'fast-check';
import {ours} from '../samples.ts';

const template = '0123456789abcdef';
/** A rollout that has reached `updated` of `desired` nodes. */
const rolling = (desired: number, updated: number, observedGeneration = 3) => ({
  ...ours({generation: 3}),
  status: {
    observedGeneration,
    desiredNumberScheduled: desired,
    updatedNumberScheduled: updated,
    currentNumberScheduled: desired,
    numberMisscheduled: 0,
    numberReady: desired,
  },
});

const fullNodes = (nodes: number, down = 0) => ({withoutRoom: nodes, down, all: nodes + down});

const decide = (withoutRoom: number, more: Partial<Parameters<typeof decideSurge>[0]> = {}) =>
  decideSurge({
    evicts: 'no',
    limit: 10,
    daemonSet: rolling(100, 40),
    template,
    stuck: fullNodes(withoutRoom),
    refused: 0,
    isAdmitted: true,
    noted: undefined,
    ...more,
  });

test('a few full nodes change nothing while others are left and may surge', t => {
  t.is(decide(0), undefined);
  t.is(decide(5), undefined);
});

test('full nodes that take up more than half a wave make the limit grow by as many', t => {
  t.deepEqual(decide(6), {template, nodes: 16});
  t.deepEqual(decide(10), {template, nodes: 20});
  t.is(decide(11, {noted: {template, nodes: 20}}), undefined);
  t.deepEqual(decide(16, {noted: {template, nodes: 20}}), {template, nodes: 26});
});

test('a percentage counts as Kubernetes counts it: of the nodes that are wanted, rounded up', t => {
  t.deepEqual(decide(2, {limit: '3%', daemonSet: rolling(50, 0)}), {template, nodes: 4}, '1.5 are 2');
  t.deepEqual(decide(1, {limit: '1%', daemonSet: rolling(50, 0)}), {template, nodes: 2}, '0.5 are 1');
});

test('when all nodes that are left are full, it goes on without a surge', t => {
  t.deepEqual(decide(60), {template, nodes: 0});
  t.deepEqual(decide(1, {daemonSet: rolling(1, 0)}), {template, nodes: 0});
  t.is(decide(60, {noted: {template, nodes: 0}}), undefined, 'once');
});

test('where a quota lets no second pod in, it goes on without a surge when only such nodes and full ones are left', t => {
  t.deepEqual(decide(0, {refused: 60}), {template, nodes: 0});
  t.deepEqual(decide(10, {refused: 50}), {template, nodes: 0});
  t.is(decide(0, {refused: 59}), undefined, 'one pod is on its way');
  t.is(decide(0, {refused: 60, noted: {template, nodes: 0}}), undefined, 'once');
});

test('nodes that are down are not waited for', t => {
  t.deepEqual(decide(0, {stuck: fullNodes(59, 1)}), {template, nodes: 0});
  t.not(decide(0, {stuck: fullNodes(58, 1)})?.nodes, 0, 'one is left');
  t.not(decide(0, {stuck: fullNodes(0, 60)})?.nodes, 0, 'none is full');
});

test('a node that is left for another reason, such as an image that fails there, keeps the surge', t => {
  t.deepEqual(decide(59), {template, nodes: 69}, 'one is on its way');
  t.deepEqual(decide(59, {stuck: {withoutRoom: 59, down: 0, all: 60}}), {template, nodes: 70}, 'the image fails there');
});

test('nodes on which the new pod fails take up no places either, but never cost an old pod', t => {
  t.deepEqual(decide(0, {stuck: {withoutRoom: 0, down: 0, all: 6}}), {template, nodes: 16});
  t.deepEqual(decide(0, {stuck: {withoutRoom: 0, down: 0, all: 60}}), {template, nodes: 70}, 'it fails on all');
  t.is(
    decide(0, {stuck: {withoutRoom: 0, down: 0, all: 96}, noted: {template, nodes: 100}}),
    undefined,
    'all may surge',
  );
});

test('when stuck nodes get on, or the share is less than it was, the limit shrinks, for as long as there is a rollout', t => {
  const noted = {template, nodes: 20};
  t.deepEqual(decide(0, {noted}), {template, nodes: 10});
  t.deepEqual(decide(9, {noted}), {template, nodes: 19});
  t.is(decide(10, {noted}), undefined);
  t.deepEqual(decide(10, {noted, limit: 5}), {template, nodes: 15});
  t.is(decide(0, {noted, daemonSet: rolling(100, 100)}), undefined);
});

test('what was noted for another template does not count', t => {
  const noted: Surge = {template: 'fedcba9876543210', nodes: 0};
  t.deepEqual(decide(60, {noted}), {template, nodes: 0});
  t.is(decide(5, {noted}), undefined);
});

test('nothing is decided by a status of another generation', t => {
  t.is(decide(60, {daemonSet: rolling(100, 40, 2)}), undefined);
});

for (const evicts of ['yes', 'unknown'] as const) {
  test(`with a priority class that evicts (${evicts}) it goes on from the first node when pods of the template are taken, and never surges`, t => {
    t.is(decide(60, {evicts, isAdmitted: false}), undefined);
    t.is(decide(0, {evicts, refused: 60, isAdmitted: false}), undefined);
    t.deepEqual(decide(0, {evicts}), {template, nodes: 0});
    t.is(decide(60, {evicts, noted: {template, nodes: 0}}), undefined, 'once');
    t.is(decide(0, {evicts, daemonSet: rolling(100, 40, 2)}), undefined);
  });
}

/** A rollout over nodes of which some are full; how often its limit was written, or what went wrong. */
function play(nodes: number, limit: number, full: number, fullFirst: boolean): number | string {
  let noted: Surge | undefined;
  let stuck = 0;
  let updated = 0;
  for (let writes = 0; ; ) {
    const surge = noted?.nodes ?? limit;
    // The controller fills the free places; full nodes stay in theirs. Which it meets first is its own choice.
    const left = nodes - full - updated;
    const free = surge - stuck;
    const met = Math.min(full - stuck, fullFirst ? free : Math.max(0, free - left));
    const pulling = Math.min(left, free - met);
    if (pulling > limit) return `${pulling} nodes pull`;
    stuck += met;
    updated += pulling;
    if (updated === nodes) return writes;
    const facts = {evicts: 'no', limit, daemonSet: rolling(nodes, updated), template} as const;
    const next = decideSurge({...facts, stuck: fullNodes(stuck), refused: 0, isAdmitted: true, noted});
    if (next === undefined && met + pulling === 0) return `stands still with ${updated} of ${nodes} updated`;
    if (next === undefined) continue;
    writes++;
    if (next.nodes === 0)
      return stuck === full && updated === nodes - full ? writes : 'went on without a surge too early';
    noted = next;
  }
}

test('however many nodes are full, the rollout ends; never do more nodes pull than may, and writes do not grow with nodes', t => {
  const cluster = fc
    .record({nodes: fc.integer({min: 1, max: 400}), limit: fc.integer({min: 1, max: 60})})
    .chain(({nodes, limit}) => fc.tuple(fc.constant(nodes), fc.constant(limit), fc.nat(nodes), fc.boolean()));
  fc.assert(
    fc.property(cluster, ([nodes, limit, full, fullFirst]) => {
      const outcome = play(nodes, limit, full, fullFirst);
      t.is(typeof outcome, 'number', String(outcome));
      t.true(Number(outcome) <= 2 + (2 * full) / limit);
    }),
  );
});
