import {decidePace} from '@image-puller/shared/decide';
import type {ContainerState, PodView} from '@image-puller/shared/health';
import test from 'ava';
import {ours} from '../samples.ts';

const now = new Date('2026-01-01T00:01:00Z');

/** A pod of the second template, or of the first; a foreign container keeps it from being Ready, unless it is. */
const pod = (name: string, is: {of?: 1 | 2; state?: ContainerState; ready?: boolean; age?: number} = {}): PodView => ({
  name,
  uid: name,
  generation: String(is.of ?? 1),
  node: name,
  createdAt: now.getTime() - (is.age ?? 10) * 1000,
  ready: is.ready ?? false,
  lacks: undefined,
  trouble: undefined,
  isOut: false,
  withoutSandbox: false,
  foreign: is.ready ? [] : [{name: 'proxy', failure: 'not found'}],
  containers: [
    {
      image: 'registry.test/a:1',
      rewritten: undefined,
      state: is.state ?? 'running',
      digest: undefined,
      reason: undefined,
      crashedAt: undefined,
    },
  ],
});

interface Rollout {
  readonly isChanging?: boolean;
  readonly onDelete?: boolean;
  readonly limit?: number | string;
  /** Nodes whose pod was deleted, and whose next one is not there yet. */
  readonly empty?: number;
}

/** The names of the pods that are replaced. */
function decide(
  pods: readonly PodView[],
  {isChanging = false, onDelete = !isChanging, limit = 2, empty = 0}: Rollout = {},
) {
  const daemonSet = ours({annotations: {'deprecated.daemonset.template.generation': '2'}});
  const {isOurs, replace} = decidePace({
    limit,
    daemonSet: {
      ...daemonSet,
      ...(daemonSet.spec && {
        spec: {...daemonSet.spec, updateStrategy: {type: onDelete ? 'OnDelete' : 'RollingUpdate'}},
      }),
      status: {
        desiredNumberScheduled: pods.length + empty,
        currentNumberScheduled: 0,
        numberMisscheduled: 0,
        numberReady: 0,
      },
    },
    isChanging,
    pods,
    byNode: new Map(pods.map(each => [each.node ?? '', [each]])),
    now,
  });
  return isOurs ? replace.map(({name}) => name) : 'by Kubernetes';
}

test('Kubernetes keeps to the waves as long as it would replace no more pods at once than may pull', t => {
  const unready = ['a', 'b', 'c'].map(name => pod(name));
  const ready = ['d', 'e', 'f', 'g'].map(name => pod(name, {ready: true}));
  t.is(decide([...unready.slice(0, 2), ...ready], {isChanging: true}), 'by Kubernetes');
  t.deepEqual(decide([...unready, ...ready], {isChanging: true}), [], 'first the strategy is written');
  t.is(decide([...unready, ...ready], {isChanging: true, limit: '40%'}), 'by Kubernetes');
  t.is(decide(unready, {onDelete: false}), 'by Kubernetes', 'nothing is about to change');
});

test('as many pods are replaced as have a place beside those that pull, and those that are Ready stay', t => {
  const old = ['a', 'b', 'c'].map(name => pod(name));
  const ready = pod('r', {ready: true});
  t.deepEqual(decide([...old, ready]), ['a', 'b']);
  t.deepEqual(decide([...old, pod('x', {of: 2, state: 'pulling'})]), ['a']);
  t.deepEqual(decide([...old, pod('x', {of: 2, state: 'waiting'})]), ['a'], 'it is about to');
  t.deepEqual(decide(old, {empty: 1}), ['a'], 'and so is one that is not there yet');
  t.deepEqual(decide([...old, pod('x', {of: 2, state: 'pulling'}), pod('y', {of: 2, state: 'pulling'})]), []);
  t.deepEqual(decide([...old, pod('x', {of: 2})]), ['a', 'b'], 'one that has all its images takes no place');
  t.deepEqual(decide([...old, pod('x', {of: 2, state: 'failing', age: 60})]), ['a', 'b'], 'nor one that is stuck');
});

test('a node that pulls for an older template is replaced first, and is none more', t => {
  t.deepEqual(decide([pod('a'), pod('b'), pod('x', {state: 'pulling'})]), ['x', 'a']);
  const two = [pod('x', {state: 'pulling'}), pod('y', {state: 'pulling'})];
  t.deepEqual(decide([pod('a'), ...two]), ['x', 'y']);
});

test('when all are replaced the waves are Kubernetes again, but not while those that were still pull', t => {
  const done = [pod('x', {of: 2}), pod('y', {of: 2})];
  t.is(decide(done), 'by Kubernetes');
  t.deepEqual(decide([...done, pod('z', {of: 2, state: 'pulling'})]), []);
  t.deepEqual(decide(done, {empty: 1}), []);
  const long = done.map(({name}) => pod(name, {of: 2, age: 35}));
  t.is(decide(long, {empty: 1}), 'by Kubernetes', 'nor for one that something keeps out');
});
