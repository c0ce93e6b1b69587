import {type PodView, summarizePuller, viewPod} from '@image-puller/shared/health';
import test from 'ava';
import fc from 'fast-check';
import type {Pod} from 'kubernetes-types/core/v1';
import {ours} from '../samples.ts';
import {backingOff, created, creating, nodes, pod, running} from './pods.ts';

const a = {name: 'a', image: 'registry.test/a:1'};
const now = new Date(Date.parse(created) + 60_000);

/** The DaemonSet as its controller reports on it. */
function daemonSet(desired: number, updated = desired, available = updated) {
  return {
    ...ours({generation: 1}),
    status: {
      observedGeneration: 1,
      desiredNumberScheduled: desired,
      updatedNumberScheduled: updated,
      numberAvailable: available,
      currentNumberScheduled: desired,
      numberMisscheduled: 0,
      numberReady: available,
    },
  };
}

const summarize = (pods: readonly Pod[], desired: number, all = nodes(['n1', 'n2', 'n3'])) =>
  summarizePuller(
    [a],
    daemonSet(desired),
    pods.map(pod => viewPod(pod)),
    all,
    now,
  );

test('held on every node: ready', t => {
  const pods = ['n1', 'n2', 'n3'].map(name => pod(name, {[a.image]: running}));
  t.deepEqual(summarize(pods, 3), {
    ready: true,
    nodes: {eligible: 3, total: 3},
    images: [{...a, held: 3, pulling: 0, failing: 0, waiting: 0, reasons: []}],
    withoutRoom: 0,
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
      pulling: 1,
      failing: 1,
      waiting: 0,
      reasons: ['ImagePullBackOff: Back-off pulling image: not found (1 node)'],
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
      pulling: 0,
      failing: 0,
      waiting: 1,
      reasons: ['Unschedulable: 0/3 nodes: Insufficient cpu. (1 node)'],
    },
  ]);
  t.false(summary.ready);
});

test('a node that is not Ready is not eligible, and keeps nobody from being ready', t => {
  const pods = ['n1', 'n2'].map(name => pod(name, {[a.image]: running}));
  const lost = pod('n3', {[a.image]: creating});
  const summary = summarize([...pods, lost], 3, nodes(['n1', 'n2'], ['n3']));
  t.deepEqual(summary.nodes, {eligible: 2, total: 3});
  t.true(summary.ready);
});

test('without the right to read nodes, every node with a pod is eligible', t => {
  const summary = summarizePuller([a], daemonSet(1), [viewPod(pod('n1', {[a.image]: running}))], undefined, now);
  t.deepEqual(summary.nodes, {eligible: 1, total: 1});
});

test('held by the old pod while a newer one fails: held, and the failure is told', t => {
  const old = pod('n1', {[a.image]: running}, {at: '2025-01-01T00:00:00Z'});
  const surge = pod('n1', {[a.image]: backingOff('not found')});
  t.deepEqual(summarize([surge, old], 1, nodes(['n1'])).images, [
    {
      ...a,
      held: 1,
      pulling: 0,
      failing: 0,
      waiting: 0,
      reasons: ['held by an older pod; a newer one fails: ImagePullBackOff: not found (1 node)'],
    },
  ]);
});

test('what an unready surge pod holds is provisional', t => {
  const old = pod('n1', {'registry.test/other:1': running}, {at: '2025-01-01T00:00:00Z'});
  const surge = pod('n1', {[a.image]: running, 'registry.test/b:1': creating});
  t.like(summarize([old, surge], 1, nodes(['n1'])).images[0], {held: 0, pulling: 1});
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
  const [image] = summarizePuller([a], daemonSet(1), [view], nodes(['n1']), now).images;
  t.like(image, {waiting: 1, reasons: ['init container copy-sleep: ErrImagePull: unauthorized (1 node)']});
});

test('a rollout is open while a pod that is not Ready is younger than ten minutes', t => {
  const views = [viewPod(pod('n1', {[a.image]: creating}))];
  const rolling = (time: number) =>
    summarizePuller([a], daemonSet(1, 1, 0), views, nodes(['n1']), new Date(time)).rolling;
  t.true(rolling(Date.parse(created) + 10 * 60_000 - 1));
  t.false(rolling(Date.parse(created) + 10 * 60_000));
});

test('a rollout is open right after its spec was written, before any pod of it is there, and not for ever', t => {
  const written = {'kubernetes-image-puller/spec-written-at': created};
  const edited = {...daemonSet(2, 0, 2), metadata: ours({generation: 1, annotations: written}).metadata};
  const old = [viewPod(pod('n1', {[a.image]: running}, {at: '2025-01-01T00:00:00Z'}))];
  const rolling = (time: number) => summarizePuller([a], edited, old, nodes(['n1', 'n2']), new Date(time)).rolling;
  t.true(rolling(Date.parse(created) + 1000));
  t.false(rolling(Date.parse(created) + 10 * 60_000), 'as where a quota keeps its pods from being made');
});

test('a wanted node that is not Ready and has no pod is not waited for', t => {
  const pods = ['n1', 'n2'].map(name => viewPod(pod(name, {[a.image]: running})));
  const summary = summarizePuller([a], daemonSet(3), pods, nodes(['n1', 'n2'], ['n3']), now);
  t.deepEqual(summary.nodes, {eligible: 2, total: 3});
  t.true(summary.ready);
});

test('a spec that the controller has not seen yet is neither ready nor settled', t => {
  const edited = {...daemonSet(1), metadata: {...daemonSet(1).metadata, generation: 2}};
  const views = [viewPod(pod('n1', {[a.image]: creating}))];
  const summary = summarizePuller([a], edited, views, nodes(['n1']), now);
  t.true(summary.rolling);
  t.false(summary.ready);
});

test('without a DaemonSet nothing is ready', t => {
  t.deepEqual(summarizePuller([a], undefined, [], nodes(['n1']), now), {
    ready: false,
    nodes: {eligible: 0, total: 1},
    images: [{...a, held: 0, pulling: 0, failing: 0, waiting: 0, reasons: []}],
    withoutRoom: 0,
    rolling: false,
  });
});

test('whatever the pods look like, the four counts of an image add up to the eligible nodes', t => {
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
      const {images, nodes: counts} = summarizePuller([a], daemonSet(desired), views, nodes(['n1', 'n2'], ['n3']), now);
      const [{held, pulling, failing, waiting} = {held: -1, pulling: 0, failing: 0, waiting: 0}] = images;
      t.is(held + pulling + failing + waiting, counts.eligible);
    }),
  );
});

test('a node whose new pod found no room beside the old one holds the image, and is counted as full', t => {
  const meant = {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{matchFields: [{key: 'metadata.name', operator: 'In', values: ['n1']}]}],
      },
    },
  };
  const unplaced = (message: string, at = '2026-01-01T00:00:20Z'): Pod => ({
    metadata: {name: 'new', creationTimestamp: at},
    spec: {affinity: meant, containers: [{name: 'c0', image: a.image}]},
    status: {phase: 'Pending', conditions: [{type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message}]},
  });
  const others = "2 node(s) didn't satisfy plugin(s) [NodeAffinity].";
  const old = ['n1', 'n2', 'n3'].map(name => pod(name, {[a.image]: running}));
  for (const full of ['1 Insufficient cpu', '1 Insufficient memory', '1 Too many pods']) {
    const summary = summarize([...old, unplaced(`0/3 nodes are available: ${full}, ${others}`)], 3);
    t.like(summary, {withoutRoom: 1, images: [{held: 3, waiting: 0}]}, full);
  }
  const lately = unplaced(`0/3 nodes are available: 1 Too many pods, ${others}`, '2026-01-01T00:00:30Z');
  t.is(summarize([...old, lately], 3).withoutRoom, 0, 'a pod that ends may make room yet');
  const tainted = unplaced(`0/3 nodes are available: 1 node(s) had untolerated taint(s), ${others}`);
  t.is(summarize([...old, tainted], 3).withoutRoom, 0, 'what is kept away by a taint does not want for room');
  const alone = unplaced(`0/3 nodes are available: 1 Too many pods, ${others}`);
  t.like(
    summarize([...old.slice(1), alone], 3),
    {withoutRoom: 0, images: [{held: 2, waiting: 1}]},
    'nothing is in its way',
  );
});
