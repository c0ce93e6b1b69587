import type {Store} from '../../store/index.ts';
import {
  type BackoffDelays,
  type Clock,
  createBackoff,
  createEventRecorder,
  createWorkQueue,
  type StoredDaemonSet,
} from '../base/index.ts';
import {findWoken} from './find-woken.ts';
import {syncDaemonSet} from './sync-daemonset.ts';

/** What the controller works with. */
export interface DaemonSetControllerOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How long a node's failed pods stay before they are replaced, growing with each. */
  readonly failedPodBackoff: BackoffDelays;
}

/** Keeps the pods of all DaemonSets as they should be, and tells so in their status. Returns its end. */
export function startDaemonSetController({store, clock, failedPodBackoff}: DaemonSetControllerOptions): () => void {
  const record = createEventRecorder(store, clock, {component: 'daemonset-controller'});
  const backoff = createBackoff(failedPodBackoff);
  const queue = createWorkQueue(clock, key => {
    const [namespace, name = ''] = key.split('/');
    const daemonSet = store.get<StoredDaemonSet>('DaemonSet', namespace, name);
    if (daemonSet === undefined || daemonSet.metadata.deletionTimestamp !== undefined) return;
    const retryAfter = syncDaemonSet(daemonSet, {store, clock, record, backoff});
    if (retryAfter !== undefined) queue.addAfter(key, retryAfter);
  });
  const enqueue = ({metadata}: StoredDaemonSet): void => queue.add(`${metadata.namespace}/${metadata.name}`);
  const unsubscribe = store.subscribe(change => {
    for (const daemonSet of findWoken(store, change)) enqueue(daemonSet);
  });
  for (const daemonSet of store.list<StoredDaemonSet>('DaemonSet')) enqueue(daemonSet);
  return () => {
    unsubscribe();
    queue.stop();
  };
}
