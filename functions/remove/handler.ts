import type {Live} from '@image-puller/shared/live';
import {managedByLabel} from '@image-puller/shared/names';
import {findController, findIgnoredLabel} from '@image-puller/shared/plan';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Cluster} from '../cluster/index.ts';
import {isPuller} from '../observe/index.ts';
import {answering, done} from '../outcome.ts';
import {untilSettled} from '../settle.ts';
import type {Step} from '../step.ts';
import {sayLabelIgnored, tell} from '../tell/index.ts';

/**
 * Takes leave of a puller whose ConfigMap is gone or no longer labelled.
 *
 * A ConfigMap that is gone takes its DaemonSets with it; Kubernetes would do the same by the owner reference. One that
 * only lost its label lets them go: they stay as they are, and are nobody's. One that is there and labelled (made
 * again, or labelled again, before this ran) is left to apply.
 */
export const remove: Step = answering(async ({type, object}, context) => {
  if (object === undefined) return {result: 'malformed', reason: `a ${type} for remove names no object`};
  const {name} = object;
  const {cluster} = context;
  if (object.namespace !== cluster.namespace) return done('in another namespace');
  return await untilSettled(async () => {
    const controlled = (await cluster.listDaemonSets()).filter(daemonSet => {
      const controller = findController(daemonSet);
      return controller?.kind === 'ConfigMap' && controller.name === name;
    });
    const configMap = await cluster.readConfigMap(name);
    const uid = configMap?.metadata.uid;
    const orphans = controlled.filter(daemonSet => findController(daemonSet)?.uid !== uid);
    for (const orphan of orphans) await deleteOrphan(cluster, orphan);
    const deleted = orphans.map(({metadata}) => `deleted ${metadata.name}`);
    if (configMap === undefined || isPuller(configMap)) {
      return done(`${name}: ${deleted.join(', ') || 'nothing to remove'}`);
    }

    const released = controlled.filter(daemonSet => findController(daemonSet)?.uid === uid);
    for (const daemonSet of released) {
      await release(cluster, daemonSet);
      const message = `DaemonSet ${daemonSet.metadata.name} let go: it stays as it is, and is nobody's`;
      await tell(configMap, [{reason: 'Released', message}], context);
    }
    const ignored = findIgnoredLabel(configMap);
    if (ignored !== undefined) await tell(configMap, [sayLabelIgnored(name, ignored)], context);
    const decisions = [...deleted, ...released.map(({metadata}) => `released ${metadata.name}`)];
    return done(`${name}: ${decisions.join(', ') || 'nothing to remove'}`);
  });
});

const deleteOrphan = (cluster: Cluster, {metadata: {name, uid, resourceVersion}}: Live<DaemonSet>) =>
  cluster.deleteDaemonSet(name, {uid, resourceVersion});

/** Off come our owner reference and label; the pods, their template and all else stay. */
const release = (cluster: Cluster, daemonSet: Live<DaemonSet>) =>
  cluster.patchDaemonSet(
    daemonSet.metadata.name,
    {uid: daemonSet.metadata.uid, resourceVersion: daemonSet.metadata.resourceVersion},
    {
      labels: {[managedByLabel.key]: null},
      ownerReferences: (daemonSet.metadata.ownerReferences ?? []).filter(({controller}) => !controller),
    },
  );
