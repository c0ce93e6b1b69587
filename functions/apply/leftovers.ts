import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Cluster} from '../cluster/index.ts';
import type {LanePlan} from '../observe/index.ts';
import {deleteAsFound} from './perform.ts';

/**
 * Deletes the DaemonSets that a renamed puller leaves behind, once those it has now are as they should be and up
 * everywhere: until then, and where it is refused its new name, the old ones hold the images.
 *
 * @returns the names of those deleted
 */
export async function deleteLeftovers(
  leftovers: readonly Live<DaemonSet>[],
  lanes: readonly LanePlan[],
  cluster: Cluster,
): Promise<readonly string[]> {
  if (
    leftovers.length === 0 ||
    !lanes.every(({action, observed}) => action.do === 'nothing' && isUpEverywhere(observed))
  )
    return [];
  for (const leftover of leftovers) await deleteAsFound(cluster, leftover);
  return leftovers.map(({metadata}) => metadata.name);
}

function isUpEverywhere(daemonSet: Live<DaemonSet> | undefined): boolean {
  if (daemonSet === undefined) return false;
  const {observedGeneration, desiredNumberScheduled = 0, numberAvailable = 0} = daemonSet.status ?? {};
  return observedGeneration === daemonSet.metadata.generation && numberAvailable >= desiredNumberScheduled;
}
