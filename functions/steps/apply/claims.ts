import type {ClaimNote} from '@image-puller/shared/decide';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {OwnerReference} from 'kubernetes-types/meta/v1';
import {ApiError} from '../../cluster/index.ts';
import type {Context} from '../../step.ts';
import {replaceDespiteStatus} from './replace.ts';

/** The body to write over a DaemonSet that changes who owns it, and nothing else. */
export const setOwners = (daemonSet: Live<DaemonSet>, ownerReferences: readonly OwnerReference[]): DaemonSet => ({
  ...daemonSet,
  metadata: {...daemonSet.metadata, ownerReferences: [...ownerReferences]},
});

/**
 * Notes on another puller's DaemonSets that this one is to have them next, or not any more: their owner references, and nothing
 * else. Where that is refused they are deleted with that puller, and made anew.
 *
 * @returns what was noted, for the log
 */
export async function noteClaims(claims: readonly ClaimNote[], {cluster, warn}: Context): Promise<readonly string[]> {
  const noted: string[] = [];
  for (const {daemonSet, ownerReferences} of claims) {
    const {metadata} = daemonSet;
    try {
      await replaceDespiteStatus(cluster, setOwners(daemonSet, ownerReferences), daemonSet);
    } catch (error) {
      if (!(error instanceof ApiError) || (error.failure !== 'rejected' && error.failure !== 'forbidden')) throw error;
      warn(`could not note who is to have DaemonSet ${metadata.name} next: ${error.message}`);
      continue;
    }
    const waits = ownerReferences.length > (metadata.ownerReferences?.length ?? 0);
    noted.push(`${waits ? 'waits for' : 'waits no more for'} ${metadata.name}`);
  }
  return noted;
}
