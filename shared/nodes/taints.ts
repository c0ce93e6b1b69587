import type {Taint, Toleration} from 'kubernetes-types/core/v1';

const trouble = 'node.kubernetes.io/';

/**
 * What a DaemonSet's pods tolerate beside what their template says: nodes in trouble, and those that are cordoned.
 * Source: AddOrUpdateDaemonPodTolerations in Kubernetes' pkg/controller/daemon/util.
 */
const tolerated: readonly Toleration[] = [
  {key: `${trouble}not-ready`, operator: 'Exists', effect: 'NoExecute'},
  {key: `${trouble}unreachable`, operator: 'Exists', effect: 'NoExecute'},
  {key: `${trouble}disk-pressure`, operator: 'Exists', effect: 'NoSchedule'},
  {key: `${trouble}memory-pressure`, operator: 'Exists', effect: 'NoSchedule'},
  {key: `${trouble}pid-pressure`, operator: 'Exists', effect: 'NoSchedule'},
  {key: `${trouble}unschedulable`, operator: 'Exists', effect: 'NoSchedule'},
];

/** The first taint that keeps the pods of a DaemonSet with these tolerations off a node. */
export const findTaint = (taints: readonly Taint[], tolerations: readonly Toleration[]): Taint | undefined =>
  taints.find(
    taint =>
      taint.effect !== 'PreferNoSchedule' &&
      ![...tolerations, ...tolerated].some(toleration => tolerates(toleration, taint)),
  );

/** An empty key with `Exists` tolerates everything, an empty effect every effect. */
function tolerates({key = '', operator, value = '', effect = ''}: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  return operator === 'Exists' || (key !== '' && value === (taint.value ?? ''));
}
