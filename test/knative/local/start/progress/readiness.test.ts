import type {PullerStatus} from '@image-puller/functions';
import {assessReadiness, waitAnew, waitFrom} from '@image-puller/knative/local/start';
import test from 'ava';

/** A puller that holds its images on so many of so many nodes. */
const puller = (images: string, held: number, nodes = 3, name = 'images'): PullerStatus => ({
  name,
  namespace: 'default',
  ready: nodes > 0 && held === nodes,
  nodes: {eligible: nodes, total: nodes, excluded: []},
  images: [...images].map(each => ({
    name: each,
    image: `registry.example/${each}:1`,
    held,
    started: 0,
    pulling: nodes - held,
    failing: 0,
    waiting: 0,
    reasons: [],
    rewritten: null,
  })),
  problems: [],
  lastRefresh: null,
});

type Moment = readonly [now: number, pullers: readonly PullerStatus[] | 'edit'];

/** What is said in each of these moments, in milliseconds; `edit`: somebody saves a file. */
function tell(began: number, ...moments: readonly Moment[]): readonly (string | undefined)[] {
  let readiness = waitFrom(began);
  return moments.map(([now, pullers]) => {
    if (pullers === 'edit') {
      readiness = waitAnew(readiness, now);
      return undefined;
    }
    const assessed = assessReadiness(readiness, {pullers}, now);
    readiness = assessed.readiness;
    return assessed.line?.text;
  });
}

test('the moment in which everything is held is said once, with the time since the start', t => {
  t.deepEqual(
    tell(
      1_000,
      [1_500, []],
      [1_800, [puller('a', 0, 0)]],
      [2_000, [puller('a', 0)]],
      [9_400, [puller('a', 3)]],
      [9_500, [puller('a', 3)]],
    ),
    [undefined, undefined, undefined, 'The one image is held on all 3 nodes: it took 8.4 s', undefined],
  );
});

test('only what was held before is held again: not a longer list, and not a new puller', t => {
  t.deepEqual(
    tell(
      0,
      [1_000, [puller('a', 3)]],
      [2_000, [puller('a', 2)]],
      [3_500, [puller('a', 3)]],
      [4_000, [puller('ab', 1)]],
      [6_000, [puller('ab', 3)]],
      [7_000, [puller('ab', 3), puller('c', 0, 3, 'more')]],
      [7_500, [puller('ab', 3), puller('c', 3, 3, 'more')]],
    ),
    [
      'The one image is held on all 3 nodes: it took 1.0 s',
      undefined,
      'The one image is held on all 3 nodes again: it took 1.5 s',
      undefined,
      'All 2 images are held on all 3 nodes: it took 2.0 s',
      undefined,
      'All 3 images are held on all 3 nodes: it took 0.5 s',
    ],
  );
});

test('the time in which somebody looks for a mistake is not counted: the last edit begins a wait', t => {
  const mended = [
    [1_000, [puller('ab', 2)]],
    [40_000, 'edit'],
    [40_100, [puller('ac', 2)]],
    [43_000, [puller('ac', 3)]],
  ] as const;
  t.is(tell(0, ...mended).at(-1), 'All 2 images are held on all 3 nodes: it took 3.0 s');
  // By kubectl: nothing says when it was, but that other images are wanted now.
  const [first, , ...rest] = mended;
  t.is(tell(0, first, ...rest).at(-1), 'All 2 images are held on all 3 nodes: it took 2.9 s');
  const mendedSecret = [first, [40_000, 'edit'], [43_000, [puller('ab', 3)]]] as const;
  t.is(tell(0, ...mendedSecret).at(-1), 'All 2 images are held on all 3 nodes: it took 3.0 s');
});

test('an edit of what is ready begins a wait, and what is ready with it at once took no time', t => {
  const ready: Moment = [1_000, [puller('ab', 3)]];
  t.is(
    tell(0, ready, [60_000, 'edit'], [60_200, [puller('abc', 2)]], [61_500, [puller('abc', 3)]]).at(-1),
    'All 3 images are held on all 3 nodes: it took 1.5 s',
  );
  t.is(tell(0, ready, [60_000, [puller('a', 3)]]).at(-1), 'The one image is held on all 3 nodes');
  t.is(tell(0, ready, [60_000, 'edit'], [60_040, [puller('a', 3)]]).at(-1), 'The one image is held on all 3 nodes');
});

test('a node that joins or leaves is said with the number of nodes that hold everything', t => {
  t.deepEqual(
    tell(
      0,
      [1_000, [puller('ab', 3)]],
      [10_000, [puller('ab', 3, 4)]],
      [14_000, [puller('ab', 4, 4)]],
      [20_000, [puller('ab', 3, 3)]],
      [30_000, [puller('ab', 1, 1)]],
    ).slice(1),
    [
      undefined,
      'All 2 images are held on all 4 nodes: it took 4.0 s',
      'All 2 images are held on all 3 nodes again',
      'All 2 images are held on the one node',
    ],
  );
});

test('without a puller nothing is held, and the same one that is made again is held again', t => {
  t.deepEqual(tell(0, [1_000, [puller('a', 3)]], [2_000, []], [8_000, 'edit'], [9_000, [puller('a', 3)]]), [
    'The one image is held on all 3 nodes: it took 1.0 s',
    undefined,
    undefined,
    'The one image is held on all 3 nodes again: it took 1.0 s',
  ]);
});

test('an edit that changes nothing that is waited for is not counted from when a node joins much later', t => {
  t.deepEqual(
    tell(
      0,
      [1_000, [puller('a', 3)]],
      [2_000, 'edit'],
      [4_000, [puller('a', 3)]],
      [6_000, [puller('a', 3)]],
      [60_000, [puller('a', 3, 4)]],
      [70_000, [puller('a', 4, 4)]],
    ).at(-1),
    'The one image is held on all 4 nodes: it took 10.0 s',
  );
});
