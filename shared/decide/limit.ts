import type {DaemonSet} from 'kubernetes-types/apps/v1';

/** `ROLLOUT_MAX_NODES` in nodes, of so many that are wanted: Kubernetes rounds a percentage that may surge up. */
export const resolveLimit = (limit: number | string, nodes: number): number =>
  typeof limit === 'number' ? limit : Math.max(1, Math.ceil((Number.parseInt(limit, 10) * nodes) / 100));

/** On how many of the wanted nodes a DaemonSet's strategy lets a rollout be at the same time: by a surge, or without one. */
export function countSlots({spec}: DaemonSet, wanted: number): number {
  const {maxSurge = 0, maxUnavailable = 0} = spec?.updateStrategy?.rollingUpdate ?? {};
  return resolveLimit(maxSurge === 0 || maxSurge === '0%' ? maxUnavailable : maxSurge, wanted);
}
