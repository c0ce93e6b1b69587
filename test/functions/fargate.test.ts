import {serveStatus} from '@image-puller/functions';
import test from 'ava';
import {until} from '../support/until.ts';
import {startPuller} from './support/puller.ts';

test('a Fargate node that everything tolerates is left out with that reason, and its pending pod is not waited for', async t => {
  const data = {IMAGES: 'a=registry.test/a:1', TOLERATIONS: '[{"operator":"Exists"}]'};
  const {ring, api, nodes, readDaemonSet, context} = await startPuller(t, data, {nodes: 2});
  // No kubelet is behind it, as none is behind Fargate's for the pods of a DaemonSet.
  await api('POST', '/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 'fargate-1',
      labels: {'kubernetes.io/os': 'linux', 'eks.amazonaws.com/compute-type': 'fargate'},
    },
    spec: {taints: [{key: 'eks.amazonaws.com/compute-type', value: 'fargate', effect: 'NoSchedule'}]},
    status: {conditions: [{type: 'Ready', status: 'True'}]},
  });
  await ring('apply');
  await until(() => nodes.count('running', 'a') === 2);
  await until(async () => (await readDaemonSet())?.status?.desiredNumberScheduled === 3);

  const {body} = await serveStatus({path: '/status.json'}, context());
  const {pullers} = JSON.parse(body);
  t.like(pullers[0], {
    ready: true,
    nodes: {eligible: 2, total: 3, excluded: [{reason: 'Fargate runs no DaemonSet', nodes: 1}]},
    problems: [],
  });
  t.like(pullers[0].images[0], {held: 2, pulling: 0, failing: 0, waiting: 0});
});
