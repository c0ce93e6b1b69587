import {isDaemonSet, type Store} from '@image-puller/embedded-cluster';

/** A rollout that has ended: every pod is of the DaemonSet's present template, and available. */
export interface RolledOut {
  readonly daemonSet: string;
  readonly pods: number;
}

/** Calls the listener at the end of each rollout that replaces pods; returns the end of it. The first pods replace none. */
export function followRollouts(store: Pick<Store, 'subscribe'>, listener: (rolledOut: RolledOut) => void): () => void {
  const rolling = new Set<string>();
  return store.subscribe(({type, object}) => {
    if (!isDaemonSet(object)) return;
    const {name, uid, generation} = object.metadata;
    const {
      observedGeneration,
      currentNumberScheduled: current = 0,
      desiredNumberScheduled: desired = 0,
      updatedNumberScheduled: updated = 0,
      numberAvailable: available = 0,
    } = object.status ?? {};
    if (type === 'DELETED') rolling.delete(uid);
    // What the controller has not seen yet says nothing of this template.
    else if (observedGeneration !== generation) return;
    else if (updated < current) rolling.add(uid);
    else if (updated >= desired && available >= desired && rolling.delete(uid)) {
      listener({daemonSet: name, pods: desired});
    }
  });
}
