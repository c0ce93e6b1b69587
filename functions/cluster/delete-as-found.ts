import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Cluster} from './types.ts';

/** Deletes the very object that was read, not another that has its name by now. */
export const deleteAsFound = (cluster: Cluster, {metadata}: Live<DaemonSet>): Promise<boolean> =>
  cluster.deleteDaemonSet(metadata.name, {uid: metadata.uid, resourceVersion: metadata.resourceVersion});
