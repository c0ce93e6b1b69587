import {eventTypes, findSteps, routes, steps} from '@image-puller/shared/events';
import test from 'ava';

test('every event that is published for a step has a step that waits for it', t => {
  const forOthers: readonly string[] = [
    eventTypes.podsFailed,
    eventTypes.podsRecovered,
    eventTypes.imageFailed,
    eventTypes.imageCached,
    eventTypes.imageRecovered,
  ];
  for (const type of Object.values(eventTypes)) {
    t.is(
      routes.some(route => route.type === type),
      !forOthers.includes(type),
      type,
    );
  }
});

test('a deleted ConfigMap wakes remove, a deleted DaemonSet wakes apply', t => {
  t.deepEqual(findSteps({type: eventTypes.objectDeleted, kind: 'ConfigMap'}), ['remove']);
  t.deepEqual(findSteps({type: eventTypes.objectDeleted, kind: 'DaemonSet'}), ['apply']);
  t.deepEqual(findSteps({type: eventTypes.objectDeleted, kind: 'Pod'}), []);
  t.deepEqual(findSteps({type: eventTypes.objectDeleted}), []);
});

test('a new DaemonSet wakes nobody, since apply made it', t => {
  t.deepEqual(findSteps({type: eventTypes.objectAdded, kind: 'DaemonSet'}), []);
});

test('the tick wakes check, and every step has an event that wakes it', t => {
  t.deepEqual(findSteps({type: eventTypes.tick}), ['check']);
  t.deepEqual(new Set(routes.map(({step}) => step)), new Set(steps));
});
