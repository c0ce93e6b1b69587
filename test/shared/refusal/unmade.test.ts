import {viewPod} from '@image-puller/shared/health';
import {countUnmade} from '@image-puller/shared/refusal';
import test from 'ava';
import {creating, pod, running} from '../health/pods.ts';
import {ours} from '../samples.ts';

const image = 'registry.test/a:1';
const later = {at: '2026-01-01T01:00:00Z'};
const old = (...names: string[]) => names.map(name => viewPod(pod(name, {[image]: running})));
const fresh = (...names: string[]) => names.map(name => viewPod(pod(name, {[image]: creating}, later)));

/** A rollout over `desired` nodes, two at a time. */
const rollout = (desired: number, counts: {current?: number; updated: number}, maxUnavailable?: number) => ({
  ...ours({generation: 2}),
  spec: {
    ...ours().spec,
    selector: {},
    template: {},
    updateStrategy: {
      rollingUpdate: maxUnavailable === undefined ? {maxSurge: 2, maxUnavailable: 0} : {maxSurge: 0, maxUnavailable},
    },
  },
  status: {
    observedGeneration: 2,
    desiredNumberScheduled: desired,
    currentNumberScheduled: counts.current ?? desired,
    updatedNumberScheduled: counts.updated,
    numberMisscheduled: 0,
    numberReady: 0,
  },
});

test('nodes without a pod are missing one', t => {
  t.deepEqual(
    countUnmade(rollout(3, {current: 1, updated: 1}), fresh('n1')),
    {missing: 2, old: 0},
    'all places are taken',
  );
  t.deepEqual(countUnmade(rollout(3, {current: 3, updated: 3}), old('n1', 'n2', 'n3')), {missing: 0, old: 0});
});

test('nodes with the old pod alone should have a new one where the rollout has a place for it', t => {
  const pods = old('n1', 'n2', 'n3');
  t.deepEqual(countUnmade(rollout(3, {updated: 0}), pods), {missing: 0, old: 3});
  t.deepEqual(countUnmade(rollout(3, {updated: 0}), [...pods, ...fresh('n1')]), {missing: 0, old: 2});
  t.deepEqual(
    countUnmade(rollout(3, {updated: 0}), [...pods, ...fresh('n1', 'n2')]),
    {missing: 0, old: 0},
    'a full wave',
  );
  t.deepEqual(countUnmade(rollout(3, {updated: 1}), pods), {missing: 0, old: 2}, 'one is done');
});

test('without a surge a node where the new pod is not Ready takes the place', t => {
  t.deepEqual(countUnmade(rollout(3, {updated: 1}, 1), [...old('n2', 'n3'), ...fresh('n1')]), {missing: 0, old: 0});
  t.deepEqual(countUnmade(rollout(3, {current: 2, updated: 0}, 1), old('n2', 'n3')), {missing: 1, old: 0});
  t.deepEqual(countUnmade(rollout(3, {updated: 1}, 1), old('n1', 'n2', 'n3')), {missing: 0, old: 2});
});

test('nothing is known before the controller has seen the spec', t => {
  const {status, ...stale} = rollout(3, {updated: 0});
  t.deepEqual(countUnmade({...stale, status: {...status, observedGeneration: 1}}, []), {missing: 0, old: 0});
  t.deepEqual(countUnmade(stale, []), {missing: 0, old: 0});
});
