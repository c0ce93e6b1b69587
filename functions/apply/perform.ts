import {carryOver} from '@image-puller/shared/daemonset';
import {recordSpec} from '@image-puller/shared/decide';
import type {Live} from '@image-puller/shared/live';
import {sayCreated, sayFailed, sayRefused, sayReplaced, type Words} from '@image-puller/shared/tell';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {ApiError, type Cluster, listReasons, type Written} from '../cluster/index.ts';
import type {LanePlan} from '../observe/index.ts';
import {replaceDespiteStatus} from './replace.ts';

/** What came of one lane's action. */
export interface Performed extends Words {
  /** `none`: nothing is to be changed in the cluster; `postponed`: something is, and the API server failed at this very object. */
  readonly by: 'write' | 'none' | 'postponed';
}

/** Does what was decided for one lane. Throws the API server's conflict where someone was faster. */
export async function performLane(plan: LanePlan, cluster: Cluster): Promise<Performed> {
  const {action} = plan;
  switch (action.do) {
    case 'nothing':
      return {by: 'none', decision: 'unchanged', told: []};
    case 'wait':
      return {by: 'none', decision: action.because, told: []};
    case 'refuse':
      return {by: 'none', ...sayRefused(action.since, action.because)};
    case 'create':
      return await write(sayCreated(plan), () => createRecorded(cluster, action.daemonSet));
    case 'replace':
      return await write(sayReplaced(plan, action.because), () =>
        replaceDespiteStatus(cluster, action.daemonSet, action.over),
      );
  }
}

/** Deletes the very object that was read, not another that has its name by now. */
export const deleteAsFound = (cluster: Cluster, {metadata}: Live<DaemonSet>): Promise<boolean> =>
  cluster.deleteDaemonSet(metadata.name, {uid: metadata.uid, resourceVersion: metadata.resourceVersion});

/** Creates it, and then notes on it which spec that was: only now has it the uid that the record names. */
async function createRecorded(cluster: Cluster, daemonSet: DaemonSet): Promise<Written<DaemonSet>> {
  const created = await cluster.createDaemonSet(daemonSet);
  const {uid, generation} = created.object.metadata;
  const recorded = recordSpec(carryOver(daemonSet, created.object), uid, generation);
  await replaceDespiteStatus(cluster, recorded, created.object);
  return created;
}

async function write(
  {decision, told}: Words,
  send: () => Promise<{readonly warnings: readonly string[]}>,
): Promise<Performed> {
  try {
    const {warnings} = await send();
    return {
      by: 'write',
      decision,
      told: [...told, ...warnings.map(message => ({reason: 'ConfigurationWarning' as const, message}))],
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.isOfObject) return {by: 'postponed', ...sayFailed(error.message)};
    if (error.failure !== 'rejected') throw error;
    return {by: 'none', ...sayRefused('invalid', listReasons(error))};
  }
}
