import {summarizePuller, viewPod} from '@image-puller/shared/health';
import test from 'ava';
import {ours} from '../samples.ts';
import {backingOff, created, creating, nodes, pod, running} from './pods.ts';
import {a, daemonSet, now} from './summarize.ts';

test('a rollout is open while a pod that is not Ready is younger than ten minutes', t => {
  const views = [viewPod(pod('n1', {[a.image]: creating}))];
  const rolling = (time: number) =>
    summarizePuller([a], [{daemonSet: daemonSet(1, 1, 0), pods: views}], nodes(['n1']), new Date(time)).rolling;
  t.true(rolling(Date.parse(created) + 10 * 60_000 - 1));
  t.false(rolling(Date.parse(created) + 10 * 60_000));
});

test('a rollout is open right after its spec was written, before any pod of it is there, and not for ever', t => {
  const written = {'kubernetes-image-puller/spec-written-at': created};
  const edited = {...daemonSet(2, 0, 2), metadata: ours({generation: 1, annotations: written}).metadata};
  const old = [viewPod(pod('n1', {[a.image]: running}, {at: '2025-01-01T00:00:00Z'}))];
  const rolling = (time: number) =>
    summarizePuller([a], [{daemonSet: edited, pods: old}], nodes(['n1', 'n2']), new Date(time)).rolling;
  t.true(rolling(Date.parse(created) + 1000));
  t.false(rolling(Date.parse(created) + 10 * 60_000), 'as where a quota keeps its pods from being made');
});

test('a spec that the controller has not seen yet is neither ready nor settled', t => {
  const edited = {...daemonSet(1), metadata: {...daemonSet(1).metadata, generation: 2}};
  const views = [viewPod(pod('n1', {[a.image]: creating}))];
  const summary = summarizePuller([a], [{daemonSet: edited, pods: views}], nodes(['n1']), now);
  t.true(summary.rolling);
  t.false(summary.ready);
});

test('what is held apart and fails is not watched; what is pulled there is, and so is what fails in main', t => {
  const apart = (state: typeof running) => ({
    daemonSet: daemonSet(1, 1, 0),
    pods: [viewPod(pod('n1', {'registry.test/bad:1': state}))],
  });
  const main = (state: typeof running) => ({
    daemonSet: state === running ? daemonSet(1) : daemonSet(1, 1, 0),
    pods: [viewPod(pod('n1', {[a.image]: state}))],
  });
  const early = new Date(Date.parse(created) + 60_000);
  const rolling = (...lanes: readonly ReturnType<typeof main>[]) =>
    summarizePuller([a], lanes, nodes(['n1']), early).rolling;
  t.false(rolling(main(running), apart(backingOff('not found'))));
  t.true(rolling(main(running), apart(creating)));
  t.true(rolling(main(backingOff('not found')), apart(backingOff('not found'))));
});
