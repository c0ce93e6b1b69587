import {
  assessChanges,
  findUnsteady,
  type ImageMemories,
  type ImageSummary,
  parseMemories,
  viewPod,
} from '@image-puller/shared/health';
import test from 'ava';
import fc from 'fast-check';

const now = new Date('2026-01-01T12:00:00Z');
const since = '2026-01-01T00:00:00Z';
const none: ReadonlySet<string> = new Set();

const image = (counts: Partial<ImageSummary>): ImageSummary => ({
  name: 'a',
  image: 'registry.test/a:1',
  held: 0,
  started: 0,
  pulling: 0,
  failing: 0,
  waiting: 0,
  reasons: [],
  rewritten: null,
  ...counts,
});
const remember = (state: 'held' | 'failing' | 'pulling'): ImageMemories => ({a: {state, since}});
const edges = (before: ImageMemories, seen: ImageSummary) =>
  assessChanges(before, [seen], none, now).changes.map(({became}) => became);

test('held everywhere for the first time: cached', t => {
  t.deepEqual(edges({}, image({held: 3})), ['cached']);
  t.deepEqual(edges(remember('pulling'), image({held: 3})), ['cached']);
});

test('one node that fails makes it failed, once', t => {
  t.deepEqual(edges(remember('pulling'), image({held: 2, failing: 1})), ['failed']);
  t.deepEqual(edges(remember('failing'), image({held: 2, failing: 1})), []);
});

test('held everywhere after a failure: recovered', t => {
  t.deepEqual(edges(remember('failing'), image({held: 3})), ['recovered']);
});

test('a failing image that is being tried again has not recovered and does not fail anew', t => {
  const {changes, memories} = assessChanges(remember('failing'), [image({held: 2, pulling: 1})], none, now);
  t.deepEqual(changes, []);
  t.deepEqual(memories.a, {state: 'failing', since});
});

test('an image whose containers crash again and again fails all the time, and has recovered when they have run for long', t => {
  const crashing = new Set(['a']);
  const {changes, memories} = assessChanges(remember('failing'), [image({held: 3})], crashing, now);
  t.deepEqual(changes, []);
  t.deepEqual(memories.a, {state: 'failing', since});
  t.deepEqual(assessChanges({}, [image({held: 3})], crashing, now).changes, [], 'not cached either');
  t.deepEqual(assessChanges(remember('held'), [image({held: 3})], crashing, now).changes, [], 'after a reboot');

  const runs = (crashedAt: string | undefined) => {
    const lastState = crashedAt === undefined ? {} : {terminated: {exitCode: 137, finishedAt: crashedAt}};
    return viewPod({
      spec: {containers: [{name: 'a', image: 'registry.test/a:1'}]},
      status: {
        containerStatuses: [
          {name: 'a', image: '', imageID: '', ready: true, restartCount: 1, state: {running: {}}, lastState},
        ],
      },
    });
  };
  const find = (crashedAt: string | undefined) => [...findUnsteady([image({})], [runs(crashedAt)], now)];
  t.deepEqual(find('2026-01-01T11:50:01Z'), ['a']);
  t.deepEqual(find('2026-01-01T11:50:00Z'), []);
  t.deepEqual(find('2027-01-01T00:00:00Z'), [], 'a clock that is far ahead');
  t.deepEqual(find(undefined), []);
});

test('nothing changed: the time since stays, so that what is noted stays the same text', t => {
  const {memories} = assessChanges(remember('held'), [image({held: 3})], none, now);
  t.is(JSON.stringify(memories), JSON.stringify(remember('held')));
});

test('an image that left the list is forgotten', t => {
  t.deepEqual({...assessChanges(remember('held'), [], none, now).memories}, {});
});

test('what is noted reads back, even of an image called __proto__', t => {
  const {memories} = assessChanges(
    {},
    [image({name: '__proto__', held: 1}), image({name: 'b', failing: 1})],
    none,
    now,
  );
  t.deepEqual(Object.entries(parseMemories(JSON.stringify(memories))), [
    ['__proto__', {state: 'held', since: now.toISOString()}],
    ['b', {state: 'failing', since: now.toISOString()}],
  ]);
});

test('a spoilt annotation is as good as none, whatever is in it', t => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), text => {
      const states = Object.values(parseMemories(text)).map(({state}) => state);
      t.true(states.every(state => ['held', 'failing', 'pulling'].includes(state)));
    }),
  );
});

test('what is noted stays within 24 KiB, and what is past that is not told anew at each look, however many images there are', t => {
  const many = Array.from({length: 5000}, (_, index) => image({name: `image-${index}`, held: 1}));
  const {memories, changes} = assessChanges({}, many, none, now);
  const text = JSON.stringify(memories);
  t.true(text.length <= 24 * 1024, String(text.length));
  t.true(changes.length > 200);
  t.is(Object.keys(parseMemories(text)).length, changes.length);
  t.deepEqual(assessChanges(parseMemories(text), many, none, now).changes, []);
});
