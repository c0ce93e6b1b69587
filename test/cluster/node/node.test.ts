import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Node} from 'kubernetes-types/core/v1';
import {testWith} from '../../support/needs.ts';
import {buildSleepImage} from '../images/index.ts';
import {realNode} from '../needs.ts';
import {startRegistry} from '../registry/index.ts';
import {createScope, startCluster} from '../start.ts';
import {startNode} from './index.ts';
import {tryPod} from './pods.ts';
import {findTraces} from './traces.ts';

testWith(realNode, 'a node comes up, runs a pod, and goes without a trace', async (t, machine) => {
  const [cluster, registry] = await Promise.all([startCluster(t, machine), startRegistry(t, machine)]);
  await registry.push('user', '1', await buildSleepImage(machine.directory, 'a user'));
  const scope = createScope();
  t.teardown(() => scope.end());
  const {directory} = await startNode(scope, {...machine, keeps: false}, cluster, {registry});
  t.is(await tryPod(cluster.admin, 'default', {name: 'user', image: `${registry.host}/user:1`}), 'runs');

  const bridge = readBridge(directory);
  const found = findTraces(directory, bridge);
  for (const [kind, traces] of Object.entries(found)) t.true(traces.length > 0, `one can tell by ${kind}`);

  await scope.end();
  t.deepEqual(findTraces(directory, bridge), {processes: [], mounts: [], cgroups: [], devices: [], files: []});
});

testWith(realNode, 'two nodes of a cluster run side by side, each as it is configured', async (t, machine) => {
  const [cluster, registry] = await Promise.all([startCluster(t, machine), startRegistry(t, machine)]);
  await registry.push('user', '1', await buildSleepImage(machine.directory, 'a user'));
  const [one, two] = await Promise.all([
    startNode(t, machine, cluster, {registry, name: 'real-1', kubelet: {maxPods: 7}}),
    startNode(t, machine, cluster, {registry, name: 'real-2'}),
  ]);
  const image = `${registry.host}/user:1`;
  const pods = [one, two].map(({name}) => tryPod(cluster.admin, 'default', {name: `on-${name}`, image, node: name}));
  t.deepEqual(await Promise.all(pods), ['runs', 'runs']);
  t.deepEqual(
    [one, two].map(node => node.readContainers().map(({pod, name}) => `${pod}/${name}`)),
    [['on-real-1/main'], ['on-real-2/main']],
  );
  const {status} = await cluster.admin.ask<Node>('GET', '/api/v1/nodes/real-1');
  t.is(status?.capacity?.pods, '7');
});

function readBridge(directory: string): string {
  const {name}: {readonly name: string} = JSON.parse(readFileSync(join(directory, 'cni', '10-pods.conflist'), 'utf8'));
  return name;
}
