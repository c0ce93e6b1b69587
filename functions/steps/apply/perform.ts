import {carryOver} from '@image-puller/shared/daemonset';
import {type Pace, recordSpec} from '@image-puller/shared/decide';
import type {LanePlan, PacedLane} from '@image-puller/shared/plan';
import {
  configurationWarning,
  type Report,
  sayCreated,
  sayDeclined,
  sayFailed,
  sayReplaced,
} from '@image-puller/shared/tell';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {ApiError, type Cluster, listReasons, type Written} from '../../cluster/index.ts';
import type {Context} from '../../step.ts';
import {replaceDespiteStatus} from './replace.ts';

/** What came of one lane's action. */
export interface Performed extends Report {
  /**
   * `none`: nothing is to be changed in the cluster; `postponed`: something is, and the API server failed at this very object;
   * `nobody`: something is, and we have no right to.
   */
  readonly by: 'write' | 'none' | 'postponed' | 'nobody';
}

/** Does what was decided for one lane, and then replaces those of its pods whose turn it is. */
export async function performLane(plan: PacedLane, context: Context): Promise<Performed> {
  const performed = await performAction(plan, context.cluster);
  if (plan.pace.replace.length === 0) return performed;
  const decision = `${plan.pace.replace.length} pods replaced`;
  return (await replacePods(plan.pace, context))
    ? {...performed, by: 'write', decision}
    : {by: 'nobody', decision: `not ${decision}`, told: []};
}

/** Deletes pods, whose DaemonSet's controller makes new ones; answers whether we may. */
async function replacePods({replace}: Pace, {cluster, warn}: Context): Promise<boolean> {
  for (const {name, uid} of replace) {
    try {
      await cluster.deletePod(name, {uid});
    } catch (error) {
      // Another pod has its name by now: it was replaced.
      if (error instanceof ApiError && error.failure === 'conflict') continue;
      if (!(error instanceof ApiError) || error.failure !== 'forbidden') throw error;
      warn(`pods can't be replaced in waves: ${error.message}`);
      return false;
    }
  }
  return true;
}

/** Throws the API server's conflict where someone was faster. */
async function performAction(plan: LanePlan, cluster: Cluster): Promise<Performed> {
  const {action} = plan;
  switch (action.do) {
    case 'nothing':
      return {by: 'none', decision: 'unchanged', told: []};
    case 'wait':
      return {by: 'none', decision: action.because, told: []};
    case 'decline':
      return {by: 'none', ...sayDeclined(action.since, action.because)};
    case 'create':
      return await write(sayCreated(plan), () => createRecorded(cluster, action.daemonSet));
    case 'replace':
      return await write(sayReplaced(plan, action.because), () =>
        replaceDespiteStatus(cluster, action.daemonSet, action.over),
      );
  }
}

/** Creates it, and then notes on it which spec that was: only now has it the uid that the record names. */
async function createRecorded(cluster: Cluster, daemonSet: DaemonSet): Promise<Written<DaemonSet>> {
  const created = await cluster.createDaemonSet(daemonSet);
  const {uid, generation} = created.object.metadata;
  const recorded = recordSpec(carryOver(daemonSet, created.object), uid, generation);
  await replaceDespiteStatus(cluster, recorded, created.object);
  return created;
}

async function write(
  {decision, told}: Report,
  send: () => Promise<{readonly warnings: readonly string[]}>,
): Promise<Performed> {
  try {
    const {warnings} = await send();
    return {
      by: 'write',
      decision,
      told: [...told, ...warnings.map(configurationWarning.say)],
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.isOfObject) return {by: 'postponed', ...sayFailed(error.message)};
    if (error.failure !== 'rejected') throw error;
    return {by: 'none', ...sayDeclined('invalid', listReasons(error))};
  }
}
