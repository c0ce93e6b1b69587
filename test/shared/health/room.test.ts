import test from 'ava';
import type {Pod} from 'kubernetes-types/core/v1';
import {pod, running} from './pods.ts';
import {a, summarize} from './summarize.ts';

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
  for (const [full, lacks] of [
    ['1 Insufficient cpu', 'cpu'],
    ['1 Insufficient ephemeral-storage', 'ephemeral-storage'],
    ['1 Too many pods', 'pod slots'],
    ['1 Insufficient nvidia.com/gpu. preemption: 0/3 nodes are available', 'nvidia.com/gpu'],
    ['1 Insufficient cpu, 1 Insufficient memory', 'cpu, memory'],
  ]) {
    const summary = summarize([...old, unplaced(`0/3 nodes are available: ${full}, ${others}`)], 3);
    t.like(summary, {withoutRoom: 1, lacks: [`${lacks} (1 node)`], images: [{held: 3, waiting: 0}]}, full);
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
