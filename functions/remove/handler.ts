import {assessLeave, findIgnoredLabel, listHeirs} from '@image-puller/shared/decide';
import {eventTypes} from '@image-puller/shared/events';
import type {Live} from '@image-puller/shared/live';
import {managedByLabel} from '@image-puller/shared/names';
import {sayLabelIgnored} from '@image-puller/shared/tell';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Cluster} from '../cluster/index.ts';
import {isPuller, ownerLives, wantsName} from '../observe/index.ts';
import {answering, done} from '../outcome.ts';
import {untilSettled} from '../settle.ts';
import type {Step} from '../step.ts';
import {tell} from '../tell/index.ts';

/**
 * Takes leave of a puller whose ConfigMap is gone or no longer labelled.
 *
 * A ConfigMap that is gone takes its DaemonSets with it: Kubernetes deletes them by their owner reference, a moment later. In
 * that moment one that was made anew, or another one that wants them, can still have them with their pods, so nothing is deleted
 * here until check finds what nobody collected. One that only lost its label lets them go: they stay as they are, and are
 * nobody's. One that is there and labelled (made again, or labelled again, before this ran) is left to apply.
 */
export const remove: Step = answering(async ({type, object}, context) => {
  if (object === undefined) return {result: 'malformed', reason: `a ${type} for remove names no object`};
  const {name} = object;
  const {cluster} = context;
  if (object.namespace !== cluster.namespace) return done('in another namespace');
  return await untilSettled(async () => {
    const daemonSets = await cluster.listDaemonSets();
    const configMap = await cluster.readConfigMap(name);
    const {orphans, own, waitedFor} = assessLeave(daemonSets, name, configMap?.metadata.uid);
    const decisions: string[] = [];
    for (const orphan of type === eventTypes.pullerGone ? orphans : []) {
      const isWanted = configMap !== undefined && wantsName(configMap, orphan.metadata.name, context);
      if (isWanted || (await hasHeir(orphan, cluster))) continue;
      await deleteOrphan(cluster, orphan);
      decisions.push(`deleted ${orphan.metadata.name}`);
    }
    // One that is being deleted takes them with it.
    if (configMap?.metadata.deletionTimestamp === undefined && configMap !== undefined && !isPuller(configMap)) {
      const {uid} = configMap.metadata;
      for (const daemonSet of own) {
        await release(cluster, daemonSet, uid);
        const message = `DaemonSet ${daemonSet.metadata.name} released: it stays as it is, and no puller changes it`;
        await tell(configMap, [{reason: 'Released', message}], context);
        decisions.push(`released ${daemonSet.metadata.name}`);
      }
      for (const daemonSet of waitedFor) {
        await release(cluster, daemonSet, uid);
        decisions.push(`waits no more for ${daemonSet.metadata.name}`);
      }
      const ignored = findIgnoredLabel(configMap);
      if (ignored !== undefined) await tell(configMap, [sayLabelIgnored(name, cluster.namespace, ignored)], context);
    }
    return done(`${name}: ${decisions.join(', ') || 'nothing to remove'}`);
  });
});

/** Is somebody there who is to have it next? */
async function hasHeir(daemonSet: Live<DaemonSet>, cluster: Cluster): Promise<boolean> {
  for (const heir of listHeirs(daemonSet)) if (await ownerLives(heir, cluster)) return true;
  return false;
}

const deleteOrphan = (cluster: Cluster, {metadata: {name, uid, resourceVersion}}: Live<DaemonSet>) =>
  cluster.deleteDaemonSet(name, {uid, resourceVersion});

/** Off come the ConfigMap's owner reference and, where nobody controls it then, our label; the pods, their template and all else stay. */
function release(cluster: Cluster, {metadata}: Live<DaemonSet>, configMapUid: string) {
  const ownerReferences = (metadata.ownerReferences ?? []).filter(({uid}) => uid !== configMapUid);
  const isNobodys = !ownerReferences.some(({controller}) => controller);
  return cluster.patchDaemonSet(
    metadata.name,
    {uid: metadata.uid, resourceVersion: metadata.resourceVersion},
    {...(isNobodys && {labels: {[managedByLabel.key]: null}}), ownerReferences},
  );
}
