import type {DaemonSetUpdateStrategy} from 'kubernetes-types/apps/v1';
import type {PullerConfig} from '../config/index.ts';

/**
 * How a change of template reaches the nodes: at most `ROLLOUT_MAX_NODES` at a time, and an old pod stays until its
 * successor is Ready. With a priority class it is the other way round, since a surge pod with priority would evict
 * users' pods to make room for itself.
 */
export const buildUpdateStrategy = ({rolloutMaxNodes, priorityClassName}: PullerConfig): DaemonSetUpdateStrategy => ({
  type: 'RollingUpdate',
  rollingUpdate:
    priorityClassName === undefined
      ? {maxSurge: rolloutMaxNodes, maxUnavailable: 0}
      : {maxSurge: 0, maxUnavailable: rolloutMaxNodes},
});
