import {
  adviseStart,
  assessStartChange,
  assessStarts,
  groupByNode,
  parseNotStarting,
  viewPod,
} from '@image-puller/shared/health';
import test from 'ava';
import type {Pod} from 'kubernetes-types/core/v1';
import {backingOff, created, creating, pod, running} from './pods.ts';

const a = 'registry.test/a:1';
const after = (seconds: number) => new Date(Date.parse(created) + seconds * 1000);
const at = (seconds: number) => after(seconds).toISOString();

const withInit = (node: string, waiting: {reason: string; message?: string}, made = created): Pod => {
  const one = pod(node, {[a]: {waiting: {reason: 'PodInitializing'}}}, {at: made});
  const initContainerStatuses = [
    {name: 'copy-sleep', state: {waiting}, image: '', imageID: '', ready: false, restartCount: 0},
  ];
  return {...one, status: {...one.status, phase: 'Pending', conditions: [], initContainerStatuses}};
};

const unplaced = (node: string, message: string, made = created): Pod => ({
  metadata: {name: `unplaced-${node}`, creationTimestamp: made},
  spec: {
    containers: [{name: 'c0', image: a}],
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In', values: [node]}]}],
        },
      },
    },
  },
  status: {
    phase: 'Pending',
    conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message}],
  },
});

const full = '0/1 nodes are available: 1 Insufficient cpu.';
const absent = {reason: 'ErrImagePull', message: 'not found'};

const assess = (pods: readonly Pod[], wanted: number, seconds: number) =>
  assessStarts(
    [
      groupByNode(
        pods.map(one => viewPod(one)),
        undefined,
      ),
    ],
    wanted,
    after(seconds),
  );

test('a pod whose init container fails does not start; for ten seconds nothing is said of it', t => {
  const pods = [withInit('n1', absent), withInit('n2', absent), pod('n3', {[a]: running})];
  t.deepEqual(assess(pods, 3, 9), {nodes: [], reasons: [], hasAll: false});
  t.deepEqual(assess(pods, 3, 10), {
    nodes: ['n1', 'n2'],
    reasons: ['init container copy-sleep: ErrImagePull: not found (2 nodes)'],
    hasAll: false,
  });
});

test('a node without room is waited for longer, and is none of these where its older pod is there', t => {
  t.deepEqual(assess([unplaced('n1', full)], 1, 34).nodes, []);
  t.deepEqual(assess([unplaced('n1', full)], 1, 35), {
    nodes: ['n1'],
    reasons: [`Unschedulable: ${full} (1 node)`],
    hasAll: false,
  });
  const beside = [pod('n1', {[a]: running}), unplaced('n1', full, at(1))];
  t.deepEqual(assess(beside, 1, 60), {nodes: [], reasons: [], hasAll: true});
});

test('a pod that pulls, or whose image fails, has started', t => {
  const pods = [pod('n1', {[a]: creating}), pod('n2', {[a]: backingOff('gone')}), pod('n3', {[a]: running})];
  t.deepEqual(assess(pods, 3, 600), {nodes: [], reasons: [], hasAll: true});
});

test('the most frequent reason comes first, and a node counts once however many DaemonSets it has pods of', t => {
  const words = "0/3 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.";
  const main = [unplaced('n1', words), unplaced('n2', words), withInit('n3', absent)];
  const lanes = [main, [unplaced('n1', words)]].map(pods =>
    groupByNode(
      pods.map(one => viewPod(one)),
      undefined,
    ),
  );
  const {nodes, reasons} = assessStarts(lanes, 3, after(60));
  t.deepEqual(nodes, ['n1', 'n2', 'n3']);
  t.deepEqual(reasons, [
    `Unschedulable: ${words} (2 nodes)`,
    'init container copy-sleep: ErrImagePull: not found (1 node)',
  ]);
});

test('it begins once, goes on while any pod is yet to start or a node has none, and ends once', t => {
  const failing = assess([withInit('n1', absent)], 2, 60);
  const starting = assess([withInit('n1', {reason: 'PodInitializing'}), pod('n2', {[a]: running})], 2, 60);
  const missing = assess([pod('n2', {[a]: running})], 2, 60);
  const all = assess([pod('n1', {[a]: creating}), pod('n2', {[a]: running})], 2, 60);
  const since = after(0);
  t.is(assessStartChange(failing, undefined, true), 'failed');
  t.is(assessStartChange(failing, since, false), undefined);
  for (const still of [starting, missing]) t.is(assessStartChange(still, since, false), undefined);
  for (const fine of [starting, missing, all]) t.is(assessStartChange(fine, undefined, false), undefined);
  t.is(assessStartChange(all, since, true), undefined, 'its pods are about to be replaced');
  t.is(assessStartChange(all, since, false), 'recovered');
  t.is(assessStartChange(assess([], 0, 60), since, false), 'recovered', 'no node is left');
});

test('a note that is absent or was spoilt says nothing', t => {
  t.deepEqual(parseNotStarting(created), new Date(created));
  for (const spoilt of [undefined, '', 'yesterday', '{}']) t.is(parseNotStarting(spoilt), undefined);
});

test('what may help goes by the words of the reason', t => {
  t.regex(
    adviseStart('init container copy-sleep: ErrImagePull: not found (2 nodes)') ?? '',
    /SLEEP_IMAGE or KIP_IMAGE/,
  );
  t.regex(adviseStart('init container istio-init: ErrImagePull: not found (2 nodes)') ?? '', /POD_ANNOTATIONS/);
  t.regex(adviseStart(`Unschedulable: ${full} (1 node)`) ?? '', /CACHING_CPU_\*/);
  t.regex(adviseStart('OutOfpods: Node has no room (1 node)') ?? '', /NODE_SELECTOR/);
  t.regex(
    adviseStart("Unschedulable: 1 node(s) didn't match Pod's node affinity/selector. (1 node)") ?? '',
    /namespace's default node selector/,
  );
  t.is(adviseStart('Evicted: disk pressure (1 node)'), undefined);
});
