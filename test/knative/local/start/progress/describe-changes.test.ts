import type {PullerStatus} from '@image-puller/functions';
import {assessReadiness, describeChanges, type NodeView, nothing, waitFrom} from '@image-puller/knative/local/start';
import test from 'ava';

const image = (held: number, failing = 0, reasons: readonly string[] = []): PullerStatus['images'][number] => ({
  name: 'a',
  image: 'registry.example/a:1',
  held,
  started: 0,
  pulling: 3 - held - failing,
  failing,
  waiting: 0,
  reasons,
  rewritten: null,
});

const puller = (images: PullerStatus['images'], more: Partial<PullerStatus> = {}): PullerStatus => ({
  name: 'images',
  namespace: 'default',
  ready: images.every(({held}) => held === 3),
  nodes: {eligible: 3, total: 3, excluded: []},
  images,
  problems: [],
  lastRefresh: null,
  ...more,
});

const node = (more: Partial<NodeView> = {}): NodeView => ({
  node: 'node-1',
  ready: true,
  pulling: [],
  images: 0,
  ...more,
});
const pull = {image: 'registry.example/a:1', sizeBytes: 5e6, fraction: 0};

test('nothing is said where nothing has changed but the fraction of a pull', t => {
  const before = {nodes: [node({pulling: [pull]})], pullers: [puller([image(1)])]};
  t.deepEqual(describeChanges(before, {...before, nodes: [node({pulling: [{...pull, fraction: 0.5}]})]}), []);
});

test('a pull that begins is said once, with the name that the puller gives to the image', t => {
  const after = {nodes: [node({pulling: [pull]})], pullers: []};
  t.deepEqual(describeChanges(nothing, after), [{tone: 'quiet', text: 'node-1 pulls registry.example/a:1 (5 MB)'}]);
  const known = {nodes: [node()], pullers: [puller([image(0)])]};
  t.deepEqual(describeChanges(known, {...known, nodes: [node({pulling: [pull]})]}), [
    {tone: 'quiet', text: 'node-1 pulls a, registry.example/a:1 (5 MB)'},
  ]);
});

test('nodes that fail, come back or go are said', t => {
  const at = (...nodes: readonly NodeView[]) => ({nodes, pullers: []});
  t.deepEqual(describeChanges(at(node()), at(node({ready: false}))), [{tone: 'bad', text: 'node-1 is not ready'}]);
  t.deepEqual(describeChanges(at(node({ready: false})), at(node())), [{tone: 'plain', text: 'node-1 is ready again'}]);
  t.deepEqual(describeChanges(at(node()), at()), [{tone: 'bad', text: 'node-1 is gone'}]);
});

test('each step of an image is said: held on more nodes, on fewer, failing with the reason', t => {
  const at = (...images: PullerStatus['images']) => ({nodes: [], pullers: [puller(images)]});
  t.deepEqual(describeChanges(at(image(0)), at(image(2))), [{tone: 'plain', text: 'a is held on 2 of 3 nodes'}]);
  t.deepEqual(describeChanges(at(image(2)), at(image(3))), [{tone: 'good', text: 'a is held on 3 of 3 nodes'}]);
  t.deepEqual(describeChanges(at(image(3)), at(image(2))), [{tone: 'plain', text: 'a is held on 2 of 3 nodes only'}]);
  t.deepEqual(describeChanges(at(image(1)), at(image(1, 2, ['ErrImagePull: not found (2 nodes)']))), [
    {tone: 'bad', text: 'a fails on 2 of 3 nodes: ErrImagePull: not found (2 nodes)'},
  ]);
});

test('the problems of a puller that is seen for the first time are said, and that it has gone', t => {
  const rejected = {nodes: [], pullers: [puller([], {problems: ['IMAGES: unset']})]};
  t.deepEqual(describeChanges(nothing, rejected), [{tone: 'bad', text: 'default/images: IMAGES: unset'}]);
  t.deepEqual(describeChanges(rejected, rejected), []);
  t.deepEqual(describeChanges(rejected, nothing), [{tone: 'plain', text: 'default/images is no puller any more'}]);
});

test('nodes that are left out are said, and again when they are others', t => {
  const without = (...excluded: PullerStatus['nodes']['excluded']) => ({
    nodes: [],
    pullers: [puller([], {nodes: {eligible: 3, total: 5, excluded}})],
  });
  const windows = {reason: 'Windows', nodes: 1};
  const lines = (before: ReturnType<typeof without>, after: ReturnType<typeof without>) =>
    describeChanges(before, after).map(({text}) => text);
  t.deepEqual(lines(without(), without(windows)), ['1 node left out: Windows']);
  t.deepEqual(lines(without(windows), without(windows)), []);
  t.deepEqual(lines(without(windows), without({reason: 'NotReady', nodes: 2}, windows)), [
    '3 nodes left out: 2 NotReady, 1 Windows',
  ]);
  t.deepEqual(lines(without(windows), without()), []);
});

test('the moment in which everything is held is said with the time it took, each time anew', t => {
  const said: (string | undefined)[] = [];
  let readiness = waitFrom(1_000);
  for (const [now, pullers] of [
    [1_500, []],
    [2_000, [puller([image(0)])]],
    [9_400, [puller([image(3)])]],
    [9_500, [puller([image(3)])]],
    [20_000, [puller([image(3), image(0)])]],
    [22_000, [puller([image(3), image(3)], {nodes: {eligible: 1, total: 1, excluded: []}})]],
  ] as const) {
    const assessed = assessReadiness(readiness, {pullers}, now);
    readiness = assessed.readiness;
    said.push(assessed.line?.text);
  }
  t.deepEqual(said, [
    undefined,
    undefined,
    'The one image is held on all 3 nodes: it took 8.4 s',
    undefined,
    undefined,
    'All 2 images are held on the one node again: it took 2.0 s',
  ]);
});
