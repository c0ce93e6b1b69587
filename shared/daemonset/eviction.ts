import type {PriorityClass} from 'kubernetes-types/scheduling/v1';
import type {PullerConfig} from '../config/index.ts';

/**
 * Whether a pod more of a puller may put users' pods off a full node to have its room. `unknown`: its class is not there,
 * or may not be read.
 */
export type Evicts = 'yes' | 'no' | 'unknown';

/** Kubernetes' own classes; their values are far above all others. */
const critical: ReadonlySet<string> = new Set(['system-node-critical', 'system-cluster-critical']);

/** The class that has to be read to know it; undefined where the configuration alone tells. */
export const findClassInQuestion = ({priorityClassName: name}: Pick<PullerConfig, 'priorityClassName'>) =>
  name === undefined || critical.has(name) ? undefined : name;

/**
 * Decides it. A pod without a class has the priority 0, and none is evicted for another of the same: so a class of 0 or less
 * leaves users' pods where they are, and one that preempts never does so whatever its value.
 *
 * @param priorityClass as it is now; undefined where it is not there, or may not be read
 */
export function assessEviction(
  config: Pick<PullerConfig, 'priorityClassName'>,
  priorityClass: Pick<PriorityClass, 'value' | 'preemptionPolicy'> | undefined,
): Evicts {
  if (config.priorityClassName === undefined) return 'no';
  if (findClassInQuestion(config) === undefined) return 'yes';
  if (priorityClass === undefined) return 'unknown';
  return priorityClass.preemptionPolicy === 'Never' || priorityClass.value <= 0 ? 'no' : 'yes';
}
