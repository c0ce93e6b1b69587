import type {Store, StoredDaemonSet} from '@image-puller/embedded-cluster';
import {followRollouts, type RolledOut} from '@image-puller/knative/local/start';
import test from 'ava';

type Numbers = readonly [desired: number, current: number, updated: number, available: number];

/** What is heard while a DaemonSet's status says these one after the other. */
function follow(...moments: readonly (Numbers | 'deleted' | 'unseen')[]): readonly RolledOut[] {
  const heard: RolledOut[] = [];
  const listeners: Parameters<Store['subscribe']>[0][] = [];
  const store: Pick<Store, 'subscribe'> = {
    subscribe(listener) {
      listeners.push(listener);
      return () => undefined;
    },
  };
  followRollouts(store, rolledOut => heard.push(rolledOut));
  for (const moment of moments) {
    const [desired, current, updated, available] = typeof moment === 'string' ? [3, 3, 3, 3] : moment;
    const object: StoredDaemonSet = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: {name: 'a', uid: '1', resourceVersion: '1', creationTimestamp: '', generation: 2},
      status: {
        observedGeneration: moment === 'unseen' ? 1 : 2,
        desiredNumberScheduled: desired,
        currentNumberScheduled: current,
        updatedNumberScheduled: updated,
        numberAvailable: available,
        numberMisscheduled: 0,
        numberReady: available,
      },
    };
    for (const listener of listeners) listener({type: moment === 'deleted' ? 'DELETED' : 'MODIFIED', object});
  }
  return heard;
}

test('a rollout is heard of once, when every pod is new and available', t => {
  const all = [{daemonSet: 'a', pods: 3}];
  t.deepEqual(follow([3, 3, 0, 3], [3, 3, 2, 3], [3, 3, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3]), all);
  t.deepEqual(follow([3, 3, 0, 3], [3, 3, 3, 2]), []);
});

test('the first pods, and the pod of a node that joins, replace none', t => {
  t.deepEqual(follow([3, 0, 0, 0], [3, 3, 3, 0], [3, 3, 3, 3]), []);
  t.deepEqual(follow([3, 3, 3, 3], [4, 3, 3, 3], [4, 4, 4, 3], [4, 4, 4, 4]), []);
});

test('a status of the template before says nothing, and what is deleted is not rolled out', t => {
  t.deepEqual(follow([3, 3, 0, 3], 'unseen'), []);
  t.deepEqual(follow([3, 3, 0, 3], 'deleted', [3, 3, 3, 3]), []);
});
