import {eventTypes} from '@image-puller/shared/events';
import type {Live} from '@image-puller/shared/live';
import {managedByLabel} from '@image-puller/shared/names';
import {planRemove, type RemovePlan} from '@image-puller/shared/plan';
import {released} from '@image-puller/shared/tell';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {type Cluster, deleteAsFound} from '../cluster/index.ts';
import {gather, readSetting, tell} from '../puller/index.ts';
import type {Context, Step} from '../step.ts';
import {done, reacting} from './outcome.ts';
import {untilSettled} from './settle.ts';

/**
 * Takes leave of a puller whose ConfigMap is gone or no longer labelled.
 *
 * A ConfigMap that is gone takes its DaemonSets with it: Kubernetes deletes them by their owner reference, a moment later. In
 * that moment one that was made anew, or another one that wants them, can still have them with their pods, so nothing is deleted
 * here until check finds what nobody collected. One that only lost its label lets them go: they stay as they are, and are
 * nobody's. One that is there and labelled (made again, or labelled again, before this ran) is left to apply.
 */
export const remove: Step = reacting({
  one: ({name}, context, {type}) =>
    untilSettled(async () => {
      const plan = await gather(planRemove(name, readSetting(context), type === eventTypes.pullerGone), context);
      const decisions = await perform(plan, context);
      return done(`${name}: ${decisions.join(', ') || 'nothing to remove'}`);
    }),
});

/** @returns what was done, for the log */
async function perform(
  {configMap, orphans, released: own, waitedFor, told}: RemovePlan,
  context: Context,
): Promise<readonly string[]> {
  const {cluster} = context;
  const decisions: string[] = [];
  for (const orphan of orphans) {
    await deleteAsFound(cluster, orphan);
    decisions.push(`deleted ${orphan.metadata.name}`);
  }
  if (configMap === undefined) return decisions;
  for (const daemonSet of own) {
    await disown(cluster, daemonSet, configMap.metadata.uid);
    await tell(configMap, [released.say(daemonSet.metadata.name)], context);
    decisions.push(`released ${daemonSet.metadata.name}`);
  }
  for (const daemonSet of waitedFor) {
    await disown(cluster, daemonSet, configMap.metadata.uid);
    decisions.push(`waits no more for ${daemonSet.metadata.name}`);
  }
  await tell(configMap, told, context);
  return decisions;
}

/** Off come the ConfigMap's owner reference and, where nobody controls it then, our label; the pods, their template and all else stay. */
function disown(cluster: Cluster, {metadata}: Live<DaemonSet>, configMapUid: string) {
  const ownerReferences = (metadata.ownerReferences ?? []).filter(({uid}) => uid !== configMapUid);
  const isNobodys = !ownerReferences.some(({controller}) => controller);
  return cluster.patchDaemonSet(
    metadata.name,
    {uid: metadata.uid, resourceVersion: metadata.resourceVersion},
    {...(isNobodys && {labels: {[managedByLabel.key]: null}}), ownerReferences},
  );
}
