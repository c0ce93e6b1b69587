import type {Cluster} from '@image-puller/functions';

/** One Kubernetes Event that was written. */
export interface Told {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/**
 * The same cluster, with an ear on the Events that are written through it: the story that `kubectl describe configmap`
 * tells, told in the terminal as well, in the same words.
 */
export function overhear(cluster: Cluster, hear: (told: Told) => void): Cluster {
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
      hear({type: event.type ?? 'Normal', reason: event.reason ?? '', message: event.message ?? ''});
    },
    async patchEvent(name, patch) {
      await cluster.patchEvent(name, patch);
      const known = read.get(name);
      if (known !== undefined && 'message' in patch && typeof patch.message === 'string') {
        hear({...known, message: patch.message});
      }
    },
    within: signal => overhear(cluster.within(signal), hear),
  };
}
