import type {DaemonSetUpdateStrategy} from 'kubernetes-types/apps/v1';
import type {Lane} from '../lanes/index.ts';
import type {Evicts} from './eviction.ts';

/**
 * How a change of template reaches the nodes: at most the lane's share of `ROLLOUT_MAX_NODES` at a time, and an old pod
 * stays until its successor is Ready. With a priority class that evicts, or may, it is the other way round, since a surge pod
 * would evict users' pods to make room for itself; and so it is where the nodes that are left have no room for a second pod.
 *
 * With such a class one node comes first: what the API server refuses (a class that does not exist) costs that one.
 *
 * Where it is paced (see `decidePace`), Kubernetes replaces nothing by itself.
 *
 * @param surge in place of that share (see `Surge`); undefined while nothing is noted of this template
 */
export const buildUpdateStrategy = (
  {limit}: Pick<Lane, 'limit'>,
  evicts: Evicts,
  surge: number | undefined,
  isPaced: boolean,
): DaemonSetUpdateStrategy =>
  isPaced
    ? {type: 'OnDelete'}
    : {
        type: 'RollingUpdate',
        rollingUpdate:
          evicts !== 'no' || surge === 0
            ? {maxSurge: 0, maxUnavailable: surge === 0 ? limit : 1}
            : {maxSurge: surge ?? limit, maxUnavailable: 0},
      };
