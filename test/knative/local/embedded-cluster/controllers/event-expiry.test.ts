import {createSystemClock, type StoredEvent} from '@image-puller/embedded-cluster/controllers';
import {createEventRecorder} from '@image-puller/embedded-cluster/controllers/base';
import {createStore} from '@image-puller/embedded-cluster/store';
import test from 'ava';
import {holding, simulate} from './simulation.ts';

test('an Event is forgotten an hour after it was last told', async t => {
  const {nodes, apply, clock, events, store} = simulate(t);
  nodes.add('node-1');
  apply(holding('registry.test/a:1'));
  await clock.advance(3_500_000);
  const told = events('holder');
  const [repeated] = store.list<StoredEvent>('Event');
  if (repeated === undefined) return t.fail('no Event');
  store.update<StoredEvent>({...repeated, count: 2});
  await clock.advance(200_000);
  t.true(told.length > 1);
  t.deepEqual(events('holder'), told.slice(0, 1));
  await clock.advance(3_400_000);
  t.deepEqual(events('holder'), []);
});

test('what two sources report of one object in the same moment are two Events', t => {
  const store = createStore();
  const clock = {...createSystemClock(), now: () => 1_767_225_600_000};
  const pod = store.create({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'holder', namespace: 'test'}});
  for (const component of ['kubelet', 'default-scheduler'])
    createEventRecorder(store, clock, {component})(pod, {type: 'Normal', reason: 'Told', message: `by ${component}`});
  t.deepEqual(
    store.list<StoredEvent>('Event').map(({message}) => message),
    ['by kubelet', 'by default-scheduler'],
  );
});
