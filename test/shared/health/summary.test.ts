import {type PodView, summarizePuller, viewPod} from '@image-puller/shared/health';
import test from 'ava';
import fc from 'fast-check';
import type {Pod} from 'kubernetes-types/core/v1';
import {backingOff, created, creating, nodes, pod, running} from './pods.ts';
import {a, daemonSet, now, summarize} from './summarize.ts';

test('held on every node: ready', t => {
  const pods = ['n1', 'n2', 'n3'].map(name => pod(name, {[a.image]: running}));
  t.deepEqual(summarize(pods, 3), {
    ready: true,
    nodes: {eligible: 3, total: 3, excluded: []},
    images: [{...a, held: 3, started: 0, pulling: 0, failing: 0, waiting: 0, reasons: [], rewritten: null}],
    blocked: {nodes: 0, lasting: 0, reasons: []},
    withoutRoom: 0,
    lacks: [],
    rolling: false,
  });
});

test('each node counts once: held, pulling, failing with the reason', t => {
  const pods = [
    pod('n1', {[a.image]: running}),
    pod('n2', {[a.image]: creating}),
    pod('n3', {[a.image]: backingOff('Back-off pulling\n image: not found')}),
  ];
  t.deepEqual(summarize(pods, 3).images, [
    {
      ...a,
      held: 1,
      started: 0,
      pulling: 1,
      failing: 1,
      waiting: 0,
      reasons: ['not found: ImagePullBackOff: Back-off pulling image: not found (1 node)'],
      rewritten: null,
    },
  ]);
});

test('a wanted node without a pod waits, and what keeps its pod off a node says why', t => {
  const pending: Pod = {
    metadata: {name: 'pending', creationTimestamp: created},
    spec: {containers: [{name: 'a', image: a.image}]},
    status: {
      phase: 'Pending',
      conditions: [
        {type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes: Insufficient cpu.'},
      ],
    },
  };
  const summary = summarize([pod('n1', {[a.image]: running}), pending], 2);
  t.deepEqual(summary.images, [
    {
      ...a,
      held: 1,
      started: 0,
      pulling: 0,
      failing: 0,
      waiting: 1,
      reasons: ['Unschedulable: 0/3 nodes: Insufficient cpu. (1 node)'],
      rewritten: null,
    },
  ]);
  t.false(summary.ready);
});

test('a node that is not Ready is not eligible, and keeps nobody from being ready', t => {
  const pods = ['n1', 'n2'].map(name => pod(name, {[a.image]: running}));
  const lost = pod('n3', {[a.image]: creating});
  const summary = summarize([...pods, lost], 3, nodes(['n1', 'n2'], ['n3']));
  t.deepEqual(summary.nodes, {eligible: 2, total: 3, excluded: []});
  t.true(summary.ready);
});

test('the pod of a node that has gone does not stand for a node that has just come and has none', t => {
  const pods = ['n1', 'gone'].map(name => pod(name, {[a.image]: running}));
  const summary = summarize(pods, 2, nodes(['n1', 'n2']));
  t.false(summary.ready);
  t.like(summary.images[0], {held: 1, waiting: 1});
});

test('without the right to read nodes, every node with a pod is eligible', t => {
  const summary = summarizePuller(
    [a],
    [{daemonSet: daemonSet(1), pods: [viewPod(pod('n1', {[a.image]: running}))]}],
    undefined,
    now,
  );
  t.deepEqual(summary.nodes, {eligible: 1, total: 1, excluded: []});
});

test('held by the old pod while a newer one fails: held, and the failure is told', t => {
  const old = pod('n1', {[a.image]: running}, {at: '2025-01-01T00:00:00Z'});
  const surge = pod('n1', {[a.image]: backingOff('not found')});
  t.deepEqual(summarize([surge, old], 1, nodes(['n1'])).images, [
    {
      ...a,
      held: 1,
      started: 0,
      pulling: 0,
      failing: 0,
      waiting: 0,
      reasons: ['held by an older pod; a newer one fails: ImagePullBackOff: not found (1 node)'],
      rewritten: null,
    },
  ]);
});

test('what runs in an unready surge pod is provisional: it has started, and is not pulled any more', t => {
  const old = pod('n1', {'registry.test/other:1': running}, {at: '2025-01-01T00:00:00Z'});
  const surge = pod('n1', {[a.image]: running, 'registry.test/b:1': creating});
  t.like(summarize([old, surge], 1, nodes(['n1'])).images[0], {held: 0, started: 1, pulling: 0});
});

test('another version of an image is not the image', t => {
  const old = pod('n1', {'registry.test/a:0': running});
  t.like(summarize([old], 1, nodes(['n1'])).images[0], {held: 0, waiting: 1});
});

test('an init container that fails keeps all images waiting, and says why', t => {
  const stuck = pod('n1', {[a.image]: {waiting: {reason: 'PodInitializing'}}});
  const view = viewPod({
    ...stuck,
    status: {
      ...stuck.status,
      conditions: [{type: 'Initialized', status: 'False'}],
      initContainerStatuses: [
        {
          name: 'copy-sleep',
          state: {waiting: {reason: 'ErrImagePull', message: 'unauthorized'}},
          image: '',
          imageID: '',
          ready: false,
          restartCount: 0,
        },
      ],
    },
  });
  const [image] = summarizePuller([a], [{daemonSet: daemonSet(1), pods: [view]}], nodes(['n1']), now).images;
  t.like(image, {
    waiting: 1,
    reasons: ['init container copy-sleep: 401 Unauthorized: ErrImagePull: unauthorized (1 node)'],
  });
});

test('a wanted node that is not Ready and has no pod is not waited for', t => {
  const pods = ['n1', 'n2'].map(name => viewPod(pod(name, {[a.image]: running})));
  const summary = summarizePuller([a], [{daemonSet: daemonSet(3), pods: pods}], nodes(['n1', 'n2'], ['n3']), now);
  t.deepEqual(summary.nodes, {eligible: 2, total: 3, excluded: []});
  t.true(summary.ready);
});

test('nodes without a pod wait, and say why the API server takes none', t => {
  const lane = {
    daemonSet: daemonSet(3),
    pods: [viewPod(pod('n1', {[a.image]: running}))],
    refused: 'refused by quota: q',
  };
  t.like(summarizePuller([a], [lane], nodes(['n1', 'n2', 'n3']), now), {
    ready: false,
    nodes: {eligible: 3},
    images: [{held: 1, waiting: 2, reasons: ['refused by quota: q (2 nodes)']}],
  });
});

test('a node that is tainted later keeps its pod, and is none of those that are wanted', t => {
  const pods = ['n1', 'n2'].map(name => viewPod(pod(name, {[a.image]: running})));
  const view = nodes(['n1', 'n2']);
  const facts = ['n1', 'n2'].map(name => ({
    name,
    labels: {'kubernetes.io/os': 'linux'},
    taints: name === 'n2' ? [{key: 'gpu', effect: 'NoSchedule'}] : [],
    incapacity: undefined,
    trouble: undefined,
    isVirtual: false,
  }));
  const summary = summarizePuller([a], [{daemonSet: daemonSet(1), pods}], {...view, facts}, now);
  t.deepEqual(summary.nodes, {eligible: 1, total: 2, excluded: [{reason: 'tainted gpu:NoSchedule', nodes: 1}]});
  t.like(summary.images[0], {held: 1, waiting: 0});
});

test('without a DaemonSet nothing is ready', t => {
  t.deepEqual(summarizePuller([a], [], nodes(['n1']), now), {
    ready: false,
    nodes: {eligible: 0, total: 1, excluded: []},
    images: [{...a, held: 0, started: 0, pulling: 0, failing: 0, waiting: 0, reasons: [], rewritten: null}],
    blocked: {nodes: 0, lasting: 0, reasons: []},
    withoutRoom: 0,
    lacks: [],
    rolling: false,
  });
});

test('an image that is held apart counts like the others, on the nodes of those', t => {
  const b = {name: 'b', image: 'registry.test/b:1'};
  const main = {daemonSet: daemonSet(2), pods: ['n1', 'n2'].map(name => viewPod(pod(name, {[a.image]: running})))};
  const apart = [
    viewPod(pod('n1', {[b.image]: running})),
    viewPod(pod('n2', {[b.image]: backingOff('not found')})),
    viewPod(pod('n3', {[b.image]: running})),
  ];
  const summary = summarizePuller([a, b], [main, {daemonSet: daemonSet(2), pods: apart}], nodes(['n1', 'n2']), now);
  t.false(summary.ready);
  t.like(summary.images[0], {held: 2, failing: 0});
  t.like(summary.images[1], {held: 1, failing: 1});
});

test('whatever the pods look like, the counts of an image add up to the eligible nodes', t => {
  const state = fc.constantFrom(running, creating, backingOff('x'), {}, {terminated: {exitCode: 1}});
  const pods = fc.array(
    fc
      .record({
        node: fc.constantFrom('n1', 'n2', 'n3', 'n4'),
        state,
        ready: fc.boolean(),
        at: fc.constantFrom(created, '2025-01-01T00:00:00Z'),
      })
      .map(({node, state, ready, at}): PodView => viewPod(pod(node, {[a.image]: state}, {ready, at}))),
    {maxLength: 8},
  );
  fc.assert(
    fc.property(pods, fc.nat(6), (views, desired) => {
      const {images, nodes: counts} = summarizePuller(
        [a],
        [{daemonSet: daemonSet(desired), pods: views}],
        nodes(['n1', 'n2'], ['n3']),
        now,
      );
      const sums = images.map(
        ({held, started, pulling, failing, waiting}) => held + started + pulling + failing + waiting,
      );
      t.deepEqual(sums, [counts.eligible]);
    }),
  );
});
