import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Cluster} from '../cluster/index.ts';
import type {PlannedPuller} from '../observe/index.ts';
import {deleteAsFound} from './perform.ts';

/**
 * Deletes the DaemonSets that no lane wants any more: those of a puller that was renamed, once main is as it should be and
 * up everywhere, since until then, and where it is refused its new name, the old ones hold the images; and those of images
 * that have returned to main, or left the list.
 *
 * @returns the names of those deleted
 */
export async function deleteLeftovers(puller: PlannedPuller, cluster: Cluster): Promise<readonly string[]> {
  const [main] = puller.lanes;
  const isDone = main?.action.do === 'nothing' && isUpEverywhere(main.observed);
  const needless = puller.leftovers.filter(leftover => isDone || isNeedless(leftover, puller));
  for (const leftover of needless) await deleteAsFound(cluster, leftover);
  return needless.map(({metadata}) => metadata.name);
}

/** Is none of its images wanted, or each back in main by a note of check? */
const isNeedless = ({spec}: Live<DaemonSet>, {config, notes}: PlannedPuller): boolean =>
  (spec?.template.spec?.containers ?? []).every(({image: reference}) =>
    config.images
      .filter(({image}) => image === reference)
      .every(({name, image}) => notes[name]?.image === image && notes[name].is === 'returned'),
  );

function isUpEverywhere(daemonSet: Live<DaemonSet> | undefined): boolean {
  if (daemonSet === undefined) return false;
  const {observedGeneration, desiredNumberScheduled = 0, numberAvailable = 0} = daemonSet.status ?? {};
  return observedGeneration === daemonSet.metadata.generation && numberAvailable >= desiredNumberScheduled;
}
