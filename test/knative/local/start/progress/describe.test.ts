import type {PullerStatus} from '@image-puller/functions';
import {describeNews, describeSteps, findGone, type NodeView, nothing} from '@image-puller/knative/local/start';
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
  arch: 'arm64',
  ready: true,
  pulling: [],
  images: 0,
  ...more,
});
const pull = {image: 'registry.example/a:1', sizeBytes: 5e6, fraction: 0};

test('nothing is said where nothing has changed but the fraction of a pull', t => {
  const before = {nodes: [node({pulling: [pull]})], pullers: [puller([image(1)])]};
  const after = {...before, nodes: [node({pulling: [{...pull, fraction: 0.5}]})]};
  t.deepEqual([...describeNews(before, after), ...describeSteps(before, after)], []);
});

test('a step: a pull that begins is said once, with the name that the puller gives to the image', t => {
  const after = {nodes: [node({pulling: [pull]})], pullers: []};
  t.deepEqual(describeSteps(nothing, after), [{tone: 'quiet', text: 'node-1 pulls registry.example/a:1 (5 MB)'}]);
  const known = {nodes: [node()], pullers: [puller([image(0)])]};
  t.deepEqual(describeSteps(known, {...known, nodes: [node({pulling: [pull]})]}), [
    {tone: 'quiet', text: 'node-1 pulls a, registry.example/a:1 (5 MB)'},
  ]);
});

test('news: nodes that join, become Ready or not, or go; those that are there at first have not just come', t => {
  const at = (...nodes: readonly NodeView[]) => ({nodes, pullers: []});
  const notReady = node({ready: false});
  t.deepEqual(describeNews(nothing, at(node(), node({node: 'node-2'}))), []);
  t.deepEqual(describeNews(at(), at(notReady)), [{tone: 'plain', text: 'node-1 joins (arm64)'}]);
  t.deepEqual(describeNews(at(), at(node())), [
    {tone: 'plain', text: 'node-1 joins (arm64)'},
    {tone: 'plain', text: 'node-1 is Ready'},
  ]);
  t.deepEqual(describeNews(at(node()), at(notReady)), [{tone: 'bad', text: 'node-1 is not Ready'}]);
  t.deepEqual(describeNews(at(notReady), at(node())), [{tone: 'plain', text: 'node-1 is Ready'}]);
  t.deepEqual(describeNews(at(node()), at()), [{tone: 'bad', text: 'node-1 is gone, with all that was on its disk'}]);
});

test('steps: an image is held on more nodes, or on fewer; where there are fewer nodes it is no less held', t => {
  const at = (images: PullerStatus['images'], eligible = 3) => ({
    nodes: [],
    pullers: [puller(images, {nodes: {eligible, total: 3, excluded: []}})],
  });
  t.deepEqual(describeSteps(at([image(0)]), at([image(2)])), [{tone: 'plain', text: 'a is held on 2 of 3 nodes'}]);
  t.deepEqual(describeSteps(at([image(2)]), at([image(3)])), [{tone: 'good', text: 'a is held on 3 of 3 nodes'}]);
  t.deepEqual(describeSteps(at([image(3)]), at([image(2)])), [{tone: 'plain', text: 'a is held on 2 of 3 nodes only'}]);
  t.deepEqual(describeSteps(at([image(3)]), at([image(2)], 2)), []);
});

test('news: each failure, with every cause, whole', t => {
  const at = (...images: PullerStatus['images']) => ({nodes: [], pullers: [puller(images)]});
  const cause = `ErrImagePull: ${'long '.repeat(50)}401 Unauthorized (1 node)`;
  t.deepEqual(describeNews(at(image(1)), at(image(1, 2, [cause, 'ErrImagePull: not found (1 node)']))), [
    {tone: 'bad', text: `a fails on 2 of 3 nodes: ${cause}; ErrImagePull: not found (1 node)`},
  ]);
  t.deepEqual(describeNews(at(image(1, 1)), at(image(1, 2))), [
    {tone: 'bad', text: 'a fails on 2 of 3 nodes: no reason given'},
  ]);
  t.deepEqual(describeNews(at(image(1, 2, ['x'])), at(image(1, 1, ['x']))), []);
});

test('the problems of a puller that is seen for the first time are said, and that it has gone is found', t => {
  const rejected = {nodes: [], pullers: [puller([], {problems: ['IMAGES: unset']})]};
  t.deepEqual(describeNews(nothing, rejected), [
    {tone: 'bad', text: 'default/images: IMAGES: unset', about: {source: 'status', words: 'IMAGES: unset'}},
  ]);
  t.deepEqual(describeNews(rejected, rejected), []);
  t.deepEqual(findGone(rejected, rejected), []);
  t.deepEqual(findGone(rejected, nothing), rejected.pullers);
});

test('steps: nodes that are left out are said, and again when they are others', t => {
  const without = (...excluded: PullerStatus['nodes']['excluded']) => ({
    nodes: [],
    pullers: [puller([], {nodes: {eligible: 3, total: 5, excluded}})],
  });
  const windows = {reason: 'Windows', nodes: 1};
  const lines = (before: ReturnType<typeof without>, after: ReturnType<typeof without>) =>
    describeSteps(before, after).map(({text}) => text);
  t.deepEqual(lines(without(), without(windows)), ['1 node left out: Windows']);
  t.deepEqual(lines(without(windows), without(windows)), []);
  t.deepEqual(lines(without(windows), without({reason: 'NotReady', nodes: 2}, windows)), [
    '3 nodes left out: 2 NotReady, 1 Windows',
  ]);
  t.deepEqual(lines(without(windows), without()), []);
});
