import type {PodSpec, Toleration} from 'kubernetes-types/core/v1';
import {nodeTaints} from '../scheduling/index.ts';

const exists = (key: string, effect: 'NoExecute' | 'NoSchedule'): Toleration => ({key, operator: 'Exists', effect});

/**
 * The tolerations of a DaemonSet's pod: those of its template, and those that keep it on a node in trouble.
 * Source: AddOrUpdateDaemonPodTolerations in Kubernetes' pkg/controller/daemon/util.
 */
export function buildTolerations({tolerations = [], hostNetwork = false}: PodSpec): Toleration[] {
  const added = [
    exists(nodeTaints.notReady, 'NoExecute'),
    exists(nodeTaints.unreachable, 'NoExecute'),
    exists(nodeTaints.diskPressure, 'NoSchedule'),
    exists(nodeTaints.memoryPressure, 'NoSchedule'),
    exists(nodeTaints.pidPressure, 'NoSchedule'),
    exists(nodeTaints.unschedulable, 'NoSchedule'),
    ...(hostNetwork ? [exists(nodeTaints.networkUnavailable, 'NoSchedule')] : []),
  ];
  const replaced = (own: Toleration): boolean =>
    added.some(
      ({key, operator, effect}) =>
        key === own.key && operator === own.operator && effect === own.effect && own.value === undefined,
    );
  return [...tolerations.filter(own => !replaced(own)), ...added];
}
