import test from 'ava';
import {nodesOf, ready} from './pods.ts';
import {holding, simulate} from './simulation.ts';

test('a roll with surge keeps a Ready pod on every node, and pulls on no more nodes than maxSurge', async t => {
  const {nodes, apply, clock, pods, images, daemonSet} = simulate(t);
  const names = Array.from({length: 7}, (_, index) => `node-${index}`);
  for (const name of names) nodes.add(name);
  images.set('registry.test/b:1', {pullDuration: 4_000});
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  const rollingUpdate = {maxSurge: '30%', maxUnavailable: 0};
  apply(holding('registry.test/a:1', 'registry.test/b:1'), {
    updateStrategy: {type: 'RollingUpdate', rollingUpdate},
  });
  const pulling: number[] = [];
  for (let waited = 0; waited < 40_000; waited += 100) {
    await clock.advance(100);
    t.deepEqual([...new Set(nodesOf(pods().filter(ready)))], names);
    pulling.push(nodes.progress().filter(node => node.pulling.length > 0).length);
  }
  t.is(Math.max(...pulling), 3);
  t.is(pods().length, 7);
  t.is(daemonSet().status?.updatedNumberScheduled, 7);
});

test('a template that never gets Ready stops the roll, and the mended one goes on', async t => {
  const {nodes, apply, clock, pods, daemonSet} = simulate(t);
  for (const name of ['node-1', 'node-2', 'node-3']) nodes.add(name);
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  apply(holding('registry.test/a:does-not-exist'));
  await clock.advance(60_000);
  t.is(pods().length, 4);
  t.deepEqual(nodesOf(pods().filter(ready)), ['node-1', 'node-2', 'node-3']);
  // The surge pod is invisible in the status: only the oldest pod of a node counts.
  t.is(daemonSet().status?.numberReady, 3);
  t.is(daemonSet().status?.updatedNumberScheduled, undefined);
  apply(holding('registry.test/a:2'));
  await clock.advance(60_000);
  t.deepEqual(nodesOf(pods().filter(ready)), ['node-1', 'node-2', 'node-3']);
  t.is(daemonSet().status?.updatedNumberScheduled, 3);
});

test('going back to an earlier template replaces nothing', async t => {
  const {nodes, apply, clock, pods} = simulate(t);
  nodes.add('node-1');
  apply(holding('registry.test/a:1'));
  await clock.advance(5_000);
  const [before] = pods();
  apply(holding('registry.test/a:does-not-exist'));
  await clock.advance(5_000);
  t.is(pods().length, 2);
  apply(holding('registry.test/a:1'));
  await clock.advance(10_000);
  t.deepEqual(
    pods().map(({metadata}) => metadata.uid),
    [before?.metadata.uid],
  );
});

test('a template that says the same in another order replaces nothing', async t => {
  const {nodes, apply, clock, pods} = simulate(t);
  nodes.add('node-1');
  const {containers, initContainers = []} = holding('registry.test/a:1');
  apply({containers, initContainers});
  await clock.advance(5_000);
  const [before] = pods();
  apply({initContainers, containers});
  await clock.advance(5_000);
  t.deepEqual(
    pods().map(({metadata}) => metadata.uid),
    [before?.metadata.uid],
  );
});

test('OnDelete replaces a pod when someone deletes it, and not before', async t => {
  const {nodes, apply, clock, pods, store} = simulate(t);
  nodes.add('node-1');
  const updateStrategy = {type: 'OnDelete'};
  apply(holding('registry.test/a:1'), {updateStrategy});
  await clock.advance(5_000);
  apply(holding('registry.test/a:2'), {updateStrategy});
  await clock.advance(60_000);
  t.is(pods()[0]?.spec.containers[0]?.image, 'registry.test/a:1');
  store.delete('Pod', 'test', pods()[0]?.metadata.name ?? '');
  await clock.advance(5_000);
  t.deepEqual(
    pods().map(({spec}) => spec.containers[0]?.image),
    ['registry.test/a:2'],
  );
});

test('minReadySeconds holds the next node up', async t => {
  const {nodes, apply, clock, daemonSet} = simulate(t);
  for (const name of ['node-1', 'node-2']) nodes.add(name);
  apply(holding('registry.test/a:1'), {minReadySeconds: 30});
  await clock.advance(5_000);
  t.is(daemonSet().status?.numberReady, 2);
  t.is(daemonSet().status?.numberAvailable, undefined);
  await clock.advance(30_000);
  t.is(daemonSet().status?.numberAvailable, 2);
});
