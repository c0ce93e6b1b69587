import type {Pod} from 'kubernetes-types/core/v1';
import {notFound} from './status-error.ts';
import {timestamp} from './store.ts';
import type {Kind, Store, StoredObject, WriteOptions} from './types.ts';

/** What becomes of the dependants, as in Kubernetes' DeleteOptions. */
export type PropagationPolicy = 'Background' | 'Foreground' | 'Orphan';

export interface DeleteRequest {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Pods only; 0 ends one at once, without asking its kubelet. Unset: the pod's own terminationGracePeriodSeconds. */
  readonly gracePeriodSeconds?: number;
  /** Unset: Background. */
  readonly propagationPolicy?: PropagationPolicy;
}

/**
 * Deletes as the API server does: at once, or, where a kubelet or a finalizer has to agree, by setting
 * `deletionTimestamp`. A pod on a node is ended by that node (`Store.delete`), unless it ended already.
 *
 * @returns The object as it last was, or as it now waits for its end (`removed: false`).
 */
export function requestDelete(
  store: Store,
  {kind, namespace, name, gracePeriodSeconds, propagationPolicy}: DeleteRequest,
  now: Date,
  options: WriteOptions = {},
): {readonly object: StoredObject; readonly removed: boolean} {
  const object = store.get(kind, namespace, name);
  if (object === undefined) throw notFound(kind, name);
  const grace = isPod(object) ? gracePeriodOf(object, gracePeriodSeconds) : 0;
  const finalizers = finalizersFor(object, propagationPolicy);
  if (grace === 0 && finalizers.length === 0) {
    if (!options.dryRun) store.delete(kind, namespace, name);
    return {object, removed: true};
  }
  // A second request may shorten the time a pod has, never lengthen it.
  const soonest = Math.min(grace, object.metadata.deletionGracePeriodSeconds ?? grace);
  const {finalizers: _, ...rest} = object.metadata;
  const metadata = {
    ...rest,
    ...(soonest !== object.metadata.deletionGracePeriodSeconds && {
      deletionTimestamp: timestamp(new Date(now.getTime() + soonest * 1000)),
      deletionGracePeriodSeconds: soonest,
    }),
    ...(finalizers.length > 0 && {finalizers}),
  };
  return {object: store.update({...object, metadata}, options), removed: false};
}

function isPod(object: StoredObject): object is StoredObject & Pod {
  return object.kind === 'Pod';
}

/** Nobody has to be asked where no kubelet has the pod, or its containers have ended. */
function gracePeriodOf({spec, status}: Pod, requested: number | undefined): number {
  const ended = status?.phase === 'Succeeded' || status?.phase === 'Failed';
  if (!spec?.nodeName || ended) return 0;
  return Math.max(0, requested ?? spec.terminationGracePeriodSeconds ?? 30);
}

/** The garbage collector takes these two off again when it has done what they ask for. */
function finalizersFor({metadata}: StoredObject, policy: PropagationPolicy = 'Background'): string[] {
  const others = (metadata.finalizers ?? []).filter(name => name !== 'foregroundDeletion' && name !== 'orphan');
  if (policy === 'Foreground') return [...others, 'foregroundDeletion'];
  if (policy === 'Orphan') return [...others, 'orphan'];
  return others;
}
