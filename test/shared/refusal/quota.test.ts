import {countPod, leastOf, leavesRoom} from '@image-puller/shared/refusal';
import test from 'ava';
import type {Container} from 'kubernetes-types/core/v1';

const container = (requests: Record<string, string>, limits: Record<string, string> = {}): Container => ({
  name: 'c',
  resources: {requests, limits},
});

/** Two images and the init container of a puller. */
const holder = countPod({
  initContainers: [container({memory: '10Mi', cpu: '.05'}, {memory: '20Mi'})],
  containers: [
    container({memory: '10Mi', cpu: '50m'}, {memory: '20Mi', cpu: '.2'}),
    container({memory: '10Mi', cpu: '50m'}),
  ],
});

test('a pod counts for what its containers ask for together, or one of its init containers alone', t => {
  const milli = 10n ** 6n;
  t.deepEqual(
    [...holder],
    [
      ['pods', 1000n * milli],
      ['count/pods', 1000n * milli],
      ['requests.memory', 20n * 2n ** 20n * 1000n * milli],
      ['memory', 20n * 2n ** 20n * 1000n * milli],
      ['requests.cpu', 100n * milli],
      ['cpu', 100n * milli],
      ['limits.memory', 20n * 2n ** 20n * 1000n * milli],
      ['limits.cpu', 200n * milli],
    ],
  );
  t.is(
    countPod({containers: [container({cpu: '1m'})], initContainers: [container({cpu: '2m'})]}).get('cpu'),
    2n * milli,
  );
});

const exceeded = (requested: string, used: string, limited: string) =>
  `exceeded quota: q, requested: ${requested}, used: ${used}, limited: ${limited}`;

test('the next pod has its room where the one that goes gives back as much', t => {
  t.true(leavesRoom(exceeded('pods=1', 'pods=3', 'pods=3'), holder));
  t.true(leavesRoom(exceeded('count/pods=1', 'count/pods=3', 'count/pods=3'), holder));
  t.true(leavesRoom(exceeded('requests.cpu=100m', 'requests.cpu=.95', 'requests.cpu=1'), holder));
  t.true(leavesRoom(exceeded('cpu=150m,pods=1', 'cpu=950m,pods=3', 'cpu=1,pods=3'), holder), '50m are left');
});

test('where it needs more than goes, or more is used than is allowed now, nothing may go', t => {
  t.false(leavesRoom(exceeded('pods=1', 'pods=4', 'pods=3'), holder), 'the quota was lowered');
  t.false(leavesRoom(exceeded('cpu=150m', 'cpu=1', 'cpu=1'), holder), 'an image more');
  t.false(leavesRoom(exceeded('cpu=150m,pods=1', 'cpu=1,pods=3', 'cpu=1,pods=3'), holder), 'one of two');
  t.false(
    leavesRoom(exceeded('requests.nvidia.com/gpu=1', 'requests.nvidia.com/gpu=1', 'requests.nvidia.com/gpu=1'), holder),
  );
});

test('what can not be read wholly allows nothing', t => {
  for (const words of [
    '',
    'exceeded quota: q',
    'exceeded quota: q, requested: pods=1, used: pods=3',
    'exceeded quota: q, requested: pods=1, used: pods=3, limited: po…',
    'exceeded quota: q, requested: pods=1, used: pods=3, limited: cpu=3',
    'exceeded quota: q, requested: pods=one, used: pods=3, limited: pods=3',
  ]) {
    t.false(leavesRoom(words, holder), words);
  }
});

test('of two pods the least of each counts', t => {
  const small = countPod({containers: [container({cpu: '10m'})]});
  t.is(leastOf(holder, small).get('cpu'), 10n ** 7n);
  t.is(leastOf(small, holder).get('cpu'), 10n ** 7n);
  t.is(leastOf(holder, small).get('memory') ?? 0n, 0n);
  t.is(leastOf(small, holder).get('memory') ?? 0n, 0n);
});
