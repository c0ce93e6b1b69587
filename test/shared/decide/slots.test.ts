import {assessSlots, type Wave} from '@image-puller/shared/decide';
import type {ContainerState, NodePods, PodView} from '@image-puller/shared/health';
import test from 'ava';
import {ours} from '../samples.ts';

const now = new Date('2026-01-01T01:00:00Z');
const config = {rolloutMaxNodes: 10};

const pod = (node: string, state: ContainerState, age: number): PodView => ({
  name: `holder-${node}`,
  uid: node,
  generation: '1',
  node,
  createdAt: now.getTime() - age,
  ready: state === 'running',
  lacks: undefined,
  trouble: undefined,
  isOut: false,
  withoutSandbox: false,
  foreign: [],
  containers: [
    {
      image: 'registry.test/a:1',
      rewritten: undefined,
      state,
      digest: undefined,
      reason: undefined,
      crashedAt: undefined,
    },
  ],
});

/** A rollout to 100 nodes that may surge on so many, and is on its way or fails, for long, on so many. */
function wave(maxSurge: number, pulling: number, failing: number, changes: Partial<Wave> = {}, updated = 50): Wave {
  const daemonSet = ours();
  const pods = [
    ...Array.from({length: pulling}, (_, index) => pod(`pulls-${index}`, 'pulling', 1000)),
    ...Array.from({length: failing}, (_, index) => pod(`fails-${index}`, 'failing', 3_600_000)),
  ];
  const byNode: NodePods = new Map(pods.map(one => [one.node ?? '', [one]]));
  return {
    lane: {limit: 5, isHeldBack: false},
    daemonSet: {
      ...daemonSet,
      spec: {
        ...daemonSet.spec,
        selector: {},
        template: {},
        updateStrategy: {type: 'RollingUpdate', rollingUpdate: {maxSurge, maxUnavailable: 0}},
      },
      status: {
        desiredNumberScheduled: 100,
        updatedNumberScheduled: updated,
        currentNumberScheduled: 100,
        numberMisscheduled: 0,
        numberReady: 100,
      },
    },
    pods,
    byNode,
    isDue: false,
    ...changes,
  };
}
const heldBack = wave(5, 100, 0, {lane: {limit: 5, isHeldBack: true}});

test('where all wanted nodes may pull at once, no one waits', t => {
  t.is(assessSlots({rolloutMaxNodes: 100}, [wave(100, 100, 0), heldBack], now), 'all');
  t.is(assessSlots({rolloutMaxNodes: '100%'}, [wave(100, 100, 0), heldBack], now), 'all');
});

test('a lane that is held back may go on when the others keep to their shares by now', t => {
  t.is(assessSlots(config, [wave(5, 5, 0), heldBack], now), 'free');
  t.is(assessSlots(config, [wave(5, 6, 0), heldBack], now), 'taken', 'a share that is less by now ends no pull');
  t.is(assessSlots(config, [wave(5, 5, 0), wave(5, 6, 0), heldBack], now), 'taken', 'nor does that of another');
});

test('what may still begin counts like what has begun, and what is stuck does not', t => {
  t.is(assessSlots(config, [wave(10, 0, 0), heldBack], now), 'taken', 'it may surge further');
  t.is(assessSlots(config, [wave(10, 5, 5), heldBack], now), 'free', 'five of its ten places are stuck');
  t.is(assessSlots(config, [wave(10, 0, 0, {}, 100), heldBack], now), 'free', 'its rollout is over');
  t.is(assessSlots(config, [wave(5, 0, 0, {isDue: true}), heldBack], now), 'taken', 'it is about to be changed');
});
