import type {Store} from '../store/index.ts';
import {type Clock, createWorkQueue, isEvent, type StoredEvent} from './base/index.ts';

/** What is looked for when the clock strikes. */
const key = 'expired';

/**
 * Forgets Events, as etcd does by their lease: each write of one gives it another life. Returns the end of it.
 *
 * @param life in milliseconds
 */
export function startEventExpiry(store: Store, clock: Clock, life: number): () => void {
  /** By uid, in the order of their last write. */
  const written = new Map<string, {readonly event: StoredEvent; readonly at: number}>();
  const queue = createWorkQueue(clock, () => {
    for (const [uid, {event, at}] of written) {
      const left = at + life - clock.now();
      if (left > 0) return queue.addAfter(key, left);
      written.delete(uid);
      store.delete('Event', event.metadata.namespace, event.metadata.name);
    }
  });
  const note = (event: StoredEvent): void => {
    const {uid} = event.metadata;
    written.delete(uid);
    written.set(uid, {event, at: clock.now()});
    queue.addAfter(key, life);
  };
  for (const event of store.list<StoredEvent>('Event')) note(event);
  const unsubscribe = store.subscribe(({type, object}) => {
    if (!isEvent(object)) return;
    if (type === 'DELETED') written.delete(object.metadata.uid);
    else note(object);
  });
  return () => {
    unsubscribe();
    queue.stop();
  };
}
