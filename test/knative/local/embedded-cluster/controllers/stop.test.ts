import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import test from 'ava';
import {holding, startSimulation} from './simulation.ts';

test('after stop no timer is left, and nothing moves any more', async t => {
  const {nodes, apply, clock, images, stop, store} = startSimulation();
  for (const name of ['node-1', 'node-2']) nodes.add(name);
  images.set('registry.test/a:1', {pullDuration: 60_000});
  images.set('registry.test/b:1', {exit: {after: 60_000, code: 1}});
  apply(holding('registry.test/b:1', 'registry.test/a:1', 'registry.test/c:does-not-exist'));
  await clock.advance(5_000);
  t.true(clock.pending() > 0);
  stop();
  t.is(clock.pending(), 0);
  const {resourceVersion} = store;
  nodes.remove('node-1');
  await clock.advance(1_000_000);
  t.is(clock.pending(), 0);
  t.is(Number(store.resourceVersion), Number(resourceVersion) + 1);
});

test('a process with running controllers ends when it has nothing else to do', async t => {
  const program = `
    import {createSystemClock, startControllers} from '@image-puller/embedded-cluster/controllers';
    import {createImages} from '@image-puller/embedded-cluster/images';
    import {createStore} from '@image-puller/embedded-cluster/store';
    const store = createStore();
    const images = createImages();
    images.set('registry.test/a:1', {pullDuration: 60_000});
    const {nodes} = startControllers({store, images, clock: createSystemClock()});
    nodes.add('node-1');
    const spec = {nodeName: 'node-1', containers: [{name: 'a', image: 'registry.test/a:1'}], activeDeadlineSeconds: 3_000_000};
    store.create({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'a', namespace: 'test'}, spec});
    const busy = setInterval(() => {}, 1_000);
    nodes.onProgress(() => {
      console.log(nodes.progress()[0].pulling.length);
      clearInterval(busy);
    });
  `;
  const {stdout} = await promisify(execFile)(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    cwd: import.meta.dirname,
    timeout: 20_000,
  });
  t.is(stdout, '1\n');
});
