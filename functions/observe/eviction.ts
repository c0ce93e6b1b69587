import type {PullerConfig} from '@image-puller/shared/config';
import {assessEviction, type Evicts, findClassInQuestion} from '@image-puller/shared/daemonset';
import {ApiError, type Cluster} from '../cluster/index.ts';

/**
 * Reads whether the pods of a configuration evict others. Where we may not read priority classes (the ClusterRole can be left
 * out) it is unknown, and nobody need be told: then it is as if they did.
 */
export async function readEviction(config: PullerConfig, cluster: Cluster): Promise<Evicts> {
  const name = findClassInQuestion(config);
  if (name === undefined) return assessEviction(config, undefined);
  try {
    return assessEviction(config, await cluster.readPriorityClass(name));
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'forbidden') return 'unknown';
    throw error;
  }
}
