import type {DaemonSetSpec} from 'kubernetes-types/apps/v1';

/** A number, or a percentage of a total, rounded up. */
function scale(value: string | number | undefined, total: number): number {
  if (value === undefined) return 0;
  if (typeof value === 'number') return value;
  return Math.ceil((Number.parseInt(value, 10) * total) / 100);
}

/** How many nodes a rolling update may touch at once, of `desired` nodes. */
export function readLimits(
  {updateStrategy}: DaemonSetSpec,
  desired: number,
): {readonly maxSurge: number; readonly maxUnavailable: number} {
  if (updateStrategy?.type !== 'RollingUpdate') return {maxSurge: 0, maxUnavailable: 0};
  const maxSurge = scale(updateStrategy.rollingUpdate?.maxSurge, desired);
  const maxUnavailable = scale(updateStrategy.rollingUpdate?.maxUnavailable ?? 1, desired);
  // A percentage of nothing leaves both at zero: then Kubernetes, too, goes on with one unavailable.
  return {maxSurge, maxUnavailable: maxSurge === 0 && maxUnavailable === 0 ? 1 : maxUnavailable};
}

/** Whether an update may run a new pod beside an old one. */
export function allowsSurge(spec: DaemonSetSpec): boolean {
  return readLimits(spec, 1).maxSurge > 0;
}
