import type {Departure} from '@image-puller/shared/plan';
import {type Cluster, deleteAsFound} from '../../cluster/index.ts';
import {setOwners} from './claims.ts';
import {replaceDespiteStatus} from './replace.ts';

/**
 * Deletes the DaemonSets that may go. One that another puller waits for passes to that one as it is.
 *
 * @returns what was done, for the log
 */
export async function letGo(departures: readonly Departure[], cluster: Cluster): Promise<readonly string[]> {
  const done: string[] = [];
  for (const {daemonSet, heirs} of departures) {
    if (heirs.length === 0) await deleteAsFound(cluster, daemonSet);
    else await replaceDespiteStatus(cluster, setOwners(daemonSet, heirs), daemonSet);
    done.push(`${heirs.length === 0 ? 'deleted' : 'passed on'} ${daemonSet.metadata.name}`);
  }
  return done;
}
