import type {PullerStatus} from '@image-puller/functions';
import {type NodeView, renderLive, type Snapshot} from '@image-puller/knative/local/start';
import test from 'ava';
import fc from 'fast-check';

type Image = PullerStatus['images'][number];

const image = (name: string, more: Partial<Image> = {}): Image => ({
  name,
  image: `registry.example/${name}:1`,
  held: 0,
  started: 0,
  pulling: 0,
  failing: 0,
  waiting: 0,
  reasons: [],
  rewritten: null,
  ...more,
});

const puller = (images: readonly Image[], more: Partial<PullerStatus> = {}): PullerStatus => ({
  name: 'images',
  namespace: 'default',
  ready: false,
  nodes: {eligible: 3, total: 3, excluded: []},
  images,
  problems: [],
  lastRefresh: null,
  ...more,
});

const node = (name: string, more: Partial<NodeView> = {}): NodeView => ({
  node: name,
  arch: 'amd64',
  ready: true,
  pulling: [],
  images: 2,
  ...more,
});

const room = {columns: 100, rows: 40};

test('nodes say what they pull and how far it is; images say where they are, and why not', t => {
  const pull = {image: 'registry.example/a:1', sizeBytes: 110_000_000, fraction: 0.52};
  const snapshot: Snapshot = {
    nodes: [
      node('node-1', {pulling: [pull, {...pull, image: 'registry.example/other:1'}]}),
      node('node-20', {pulling: [{image: 'registry.example/sleep:1', sizeBytes: 6_000, fraction: 1}]}),
      node('node-3'),
      node('node-4', {ready: false}),
      node('node-5', {images: 1}),
    ],
    pullers: [
      puller(
        [
          image('a', {held: 1, started: 1, pulling: 1}),
          image('whole', {held: 3}),
          image('broken', {failing: 2, waiting: 1, reasons: ['ErrImagePull: not found (2 nodes)', 'other']}),
        ],
        {problems: ['AFFINITY: unknown']},
      ),
    ],
  };
  t.deepEqual(renderLive(snapshot, room), [
    {tone: 'plain', text: 'node-1   [##########----------]  52 %  a (110 MB), and 1 more'},
    {tone: 'plain', text: 'node-20  [####################] 100 %  registry.example/sleep:1 (6 kB)'},
    {tone: 'quiet', text: 'node-3   2 images on its disk'},
    {tone: 'bad', text: 'node-4   not Ready'},
    {tone: 'quiet', text: 'node-5   1 image on its disk'},
    {tone: 'plain', text: ''},
    {tone: 'plain', text: 'a       held on 1 of 3, started 1, pulling 1'},
    {tone: 'good', text: 'whole   held on 3 of 3'},
    {tone: 'bad', text: 'broken  held on 0 of 3, failing 2, waiting 1'},
    {tone: 'bad', text: '  ErrImagePull: not found (2 nodes)'},
    {tone: 'bad', text: 'AFFINITY: unknown'},
  ]);
});

test('several pullers are told apart by their ConfigMaps', t => {
  const pullers = [puller([image('a')]), puller([image('b')], {namespace: 'team', name: 'more'})];
  t.deepEqual(
    renderLive({nodes: [], pullers}, room).map(({text}) => text),
    ['default/images', 'a  held on 0 of 3', 'team/more', 'b  held on 0 of 3'],
  );
});

test('what does not fit is cut, and the cut is seen', t => {
  const snapshot = {nodes: ['1', '2', '3'].map(name => node(`node-${name}`)), pullers: []};
  t.deepEqual(
    renderLive(snapshot, {columns: 12, rows: 2}).map(({text}) => text),
    ['node-1  2 i…', '... and 2 m…'],
  );
});

test('no snapshot is ever wider or higher than the room', t => {
  const counts = {held: fc.nat(9), started: fc.nat(9), pulling: fc.nat(9), failing: fc.nat(9), waiting: fc.nat(9)};
  const images = fc.array(
    fc.record({
      name: fc.string(),
      image: fc.string(),
      ...counts,
      reasons: fc.array(fc.string(), {maxLength: 2}),
      rewritten: fc.option(fc.string()),
    }),
    {maxLength: 9},
  );
  const pullers = fc.array(
    images.map(list => puller(list)),
    {maxLength: 3},
  );
  const pull = fc.record({image: fc.string(), sizeBytes: fc.nat(), fraction: fc.double({min: 0, max: 1, noNaN: true})});
  const nodes = fc.array(
    fc.record({
      node: fc.string(),
      arch: fc.string(),
      ready: fc.boolean(),
      pulling: fc.array(pull, {maxLength: 2}),
      images: fc.nat(9),
    }),
    {maxLength: 9},
  );
  fc.assert(
    fc.property(nodes, pullers, fc.nat(120), fc.nat(30), (someNodes, somePullers, columns, rows) => {
      const lines = renderLive({nodes: someNodes, pullers: somePullers}, {columns, rows});
      return lines.length <= rows && lines.every(({text}) => text.length <= columns);
    }),
  );
  t.pass();
});
