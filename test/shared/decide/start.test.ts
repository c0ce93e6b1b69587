import {buildDaemonSet} from '@image-puller/shared/daemonset';
import {decideStart} from '@image-puller/shared/decide';
import {annotations} from '@image-puller/shared/names';
import test from 'ava';
import {buildInputs, live, ours, readConfig} from '../samples.ts';

const config = readConfig({IMAGES: 'a=registry.test/a:1', ROLLOUT_MAX_NODES: '10'});
const lane = {role: 'main', isHeldBack: false} as const;
const percent = readConfig({IMAGES: 'a=registry.test/a:1', ROLLOUT_MAX_NODES: '10%'});
const created = '2026-01-01T00:00:00Z';
const seconds = (count: number) => new Date(Date.parse(created) + count * 1000);

/** Holders alone, as their controller reports on them. */
const holders = (desired: number, available: number, observedGeneration = 1) => ({
  ...live(buildDaemonSet(buildInputs({IMAGES: 'a=registry.test/a:1'}, {start: 'holder'}))),
  status: {
    observedGeneration,
    desiredNumberScheduled: desired,
    numberAvailable: available,
    currentNumberScheduled: desired,
    numberMisscheduled: 0,
    numberReady: available,
  },
});

test('as many nodes as may pull begin with the images, more with the holder alone', t => {
  const decide = (nodes: number | undefined, of = config) =>
    decideStart({lane, config: of, observed: undefined, nodes, now: seconds(0)});
  t.is(decide(10), 'images');
  t.is(decide(11), 'holder');
  t.is(decide(1, percent), 'images');
  t.is(decide(2, percent), 'holder');
  t.is(decide(undefined), 'holder', 'nodes that may not be read may be many');
});

test('the images follow when every node has the holder, or after half a minute and a fifth of a second for each node', t => {
  const decide = (daemonSet: ReturnType<typeof holders>, at = 5) =>
    decideStart({lane, config, observed: daemonSet, nodes: undefined, now: seconds(at)});
  t.is(decide(holders(60, 59)), 'holder');
  t.is(decide(holders(60, 60)), 'images');
  t.is(decide(holders(60, 60, 0)), 'holder', 'that status is of what was there before');
  t.is(decide(holders(60, 59), 41), 'holder');
  t.is(decide(holders(60, 59), 42), 'images');
});

test('a clock that is a little behind waits all the same, one that is far off does not wait for ever', t => {
  const decide = (at: number) =>
    decideStart({lane, config, observed: holders(60, 1), nodes: undefined, now: seconds(at)});
  t.is(decide(-5), 'holder');
  t.is(decide(-3600), 'images');
});

test('what holds images goes on with images, however many nodes there are', t => {
  t.is(decideStart({lane, config, observed: ours(), nodes: 1000, now: seconds(0)}), 'images');
});

test('the time counts from when it was written by our own clock, whatever the API server says', t => {
  const observed = holders(60, 1);
  const written = {[annotations.specWrittenAt]: seconds(3600).toISOString()};
  const ahead = {...observed, metadata: {...observed.metadata, annotations: written}};
  const decide = (at: number) => decideStart({lane, config, observed: ahead, nodes: undefined, now: seconds(at)});
  t.is(decide(3605), 'holder');
  t.is(decide(3642), 'images');
});
