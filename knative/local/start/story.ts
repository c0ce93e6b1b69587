import type {Cluster} from '@image-puller/functions';
import {annotations, scoutLabel} from '@image-puller/shared/names';

/** One Kubernetes Event that was written. */
export interface Told {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/** How a refresh ended that rolls nothing. */
export type Refreshed = 'nothing moved' | 'no answer';

/** Who hears of what the functions write. */
export interface Listener {
  /** An Event. */
  told(told: Told): void;
  /** A scout was sent: a pod that asks the registry from this node. */
  scouted(node: string): void;
  refreshed(how: Refreshed): void;
}

/**
 * The same cluster, with an ear on what is written through it: the story that `kubectl describe configmap` tells, told in
 * the terminal as well, in the same words, and what a refresh does before there is something to tell.
 */
export function overhear(cluster: Cluster, listener: Listener): Cluster {
  // An Event that is told again is patched, and the patch has no reason: it was read just before.
  const read = new Map<string, Omit<Told, 'message'>>();
  return {
    ...cluster,
    async readEvent(name) {
      const event = await cluster.readEvent(name);
      if (event !== undefined) read.set(name, {type: event.type ?? 'Normal', reason: event.reason ?? ''});
      return event;
    },
    async createEvent(event) {
      await cluster.createEvent(event);
      listener.told({type: event.type ?? 'Normal', reason: event.reason ?? '', message: event.message ?? ''});
    },
    async patchEvent(name, patch) {
      await cluster.patchEvent(name, patch);
      const known = read.get(name);
      if (known !== undefined && 'message' in patch && typeof patch.message === 'string') {
        listener.told({...known, message: patch.message});
      }
    },
    async createPod(pod) {
      await cluster.createPod(pod);
      if (pod.metadata?.labels?.[scoutLabel] !== undefined) listener.scouted(pod.spec?.nodeName ?? 'a node');
    },
    async patchDaemonSet(name, precondition, patch) {
      const written = await cluster.patchDaemonSet(name, precondition, patch);
      const {
        [annotations.lastRefresh]: refreshed,
        [annotations.refreshToken]: token,
        [annotations.scoutMisses]: misses,
        [annotations.refreshAnswered]: answered,
      } = patch.annotations ?? {};
      // Where pods are rolled, and where somebody had asked, an Event says so.
      if (typeof refreshed === 'string' && typeof token !== 'string' && typeof answered !== 'string') {
        listener.refreshed(typeof misses === 'string' ? 'no answer' : 'nothing moved');
      }
      return written;
    },
    within: signal => overhear(cluster.within(signal), listener),
  };
}
