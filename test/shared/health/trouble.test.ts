import {countStuck, groupByNode, viewPod} from '@image-puller/shared/health';
import test from 'ava';
import type {Pod} from 'kubernetes-types/core/v1';
import {created, creating, nodes, pod, running} from './pods.ts';
import {a, now, summarize} from './summarize.ts';

/** As a kubelet leaves a pod that it threw out. */
const evicted = (node: string, at = created): Pod => {
  const killed = pod(node, {[a.image]: {terminated: {exitCode: 137, reason: 'ContainerStatusUnknown'}}}, {at});
  return {
    ...killed,
    status: {
      ...killed.status,
      phase: 'Failed',
      reason: 'Evicted',
      message: 'The node was low on resource: ephemeral-storage.',
    },
  };
};

test('a pod that was thrown off its node waits, and says why; its image does not fail', t => {
  t.deepEqual(summarize([evicted('n1'), pod('n2', {[a.image]: running})], 2, nodes(['n1', 'n2'])).images, [
    {
      ...a,
      held: 1,
      started: 0,
      pulling: 0,
      failing: 0,
      waiting: 1,
      reasons: ['Evicted: The node was low on resource: ephemeral-storage. (1 node)'],
      rewritten: null,
    },
  ]);
});

test('a pod that the kubelet did not let in says so too', t => {
  const refused: Pod = {
    metadata: {name: 'refused', creationTimestamp: created},
    spec: {nodeName: 'n1', containers: [{name: 'c0', image: a.image}]},
    status: {phase: 'Failed', reason: 'OutOfcpu', message: 'Node did not have enough resource: cpu'},
  };
  t.like(summarize([refused], 1, nodes(['n1'])).images[0], {
    waiting: 1,
    reasons: ['OutOfcpu: Node did not have enough resource: cpu (1 node)'],
  });
});

test('a container that ended badly fails by its last words; by its exit code where it left none', t => {
  const ended = (message?: string) =>
    pod('n1', {[a.image]: {terminated: {exitCode: 255, reason: 'Error', ...(message !== undefined && {message})}}});
  const reasons = (one: Pod) => summarize([one], 1, nodes(['n1'])).images[0]?.reasons;
  t.deepEqual(reasons(ended()), ['Error: exit code 255 (1 node)']);
  t.deepEqual(reasons(ended('')), ['Error: exit code 255 (1 node)']);
  t.deepEqual(reasons(ended('no such file')), ['Error: no such file (1 node)']);
});

test('a sidecar that ends, even well, keeps a pod from being Ready, and is named by how it ended', t => {
  const beside = (exitCode: number): Pod => {
    const one = pod('n1', {[a.image]: running}, {ready: false});
    const name = 'istio-proxy';
    const state = {terminated: {exitCode, reason: exitCode === 0 ? 'Completed' : 'Error'}};
    return {
      metadata: {...one.metadata, annotations: {'kubernetes-image-puller/holds': JSON.stringify({c0: a.image})}},
      spec: {containers: [], ...one.spec, initContainers: [{name, restartPolicy: 'Always'}]},
      status: {
        ...one.status,
        initContainerStatuses: [{name, state, ready: false, image: '', imageID: '', restartCount: 3}],
      },
    };
  };
  for (const [exitCode, reason] of [
    [0, 'Completed: exit code 0'],
    [255, 'Error: exit code 255'],
  ] as const) {
    const {ready, images, blocked} = summarize([beside(exitCode)], 1, nodes(['n1']));
    t.deepEqual(
      {ready, held: images[0]?.held, blocked},
      {ready: false, held: 1, blocked: {nodes: 1, lasting: 1, reasons: [`container istio-proxy: ${reason} (1 node)`]}},
    );
  }
});

const later = new Date(now.getTime()).toISOString();
const old = (name: string) => pod(name, {[a.image]: running}, {ready: false});

test('in a rollout, nodes that are down or throw out their new pods take up no places', t => {
  const stuck = (pods: readonly Pod[], ready: readonly string[]) => {
    const views = pods.map(one => viewPod(one));
    return countStuck(views, groupByNode(views, new Set(ready)), now).all;
  };
  const starting = (name: string) => pod(name, {[a.image]: creating}, {at: later});
  t.is(stuck([old('n1'), starting('n1')], ['n1']), 0, 'it pulls');
  t.is(stuck([old('n1'), starting('n1')], []), 1, 'it is down');
  t.is(stuck([old('n1')], []), 0, 'it has no second pod');
  t.is(stuck([pod('n1', {[a.image]: running}), evicted('n1', later)], ['n1']), 1);
  t.is(stuck([old('n1'), starting('n1'), old('n2'), starting('n2')], ['n2']), 1);
});
