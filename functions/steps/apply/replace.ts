import {hasOnlyStatusMoved} from '@image-puller/shared/decide';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {ApiError, type Cluster, type Written} from '../../cluster/index.ts';

/**
 * Writes over the DaemonSet that was read. The DaemonSet controller writes its status all the time, so a conflict where
 * only that moved is answered by the same body over the new version, for as long as the invocation lasts; any other
 * conflict is thrown.
 *
 * @param observed what the decision was based on
 */
export async function replaceDespiteStatus(
  cluster: Cluster,
  daemonSet: DaemonSet,
  observed: Live<DaemonSet>,
): Promise<Written<DaemonSet>> {
  let resourceVersion = observed.metadata.resourceVersion;
  for (;;) {
    try {
      return await cluster.replaceDaemonSet({...daemonSet, metadata: {...daemonSet.metadata, resourceVersion}});
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure !== 'conflict') throw error;
      const now = await cluster.readDaemonSet(observed.metadata.name);
      if (now === undefined || !hasOnlyStatusMoved(observed, now)) throw error;
      resourceVersion = now.metadata.resourceVersion;
    }
  }
}
