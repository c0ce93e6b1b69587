import type {PodSpec} from 'kubernetes-types/core/v1';
import {parseQuantity} from '../quantity/index.ts';

/** How early a pod is evicted: Guaranteed where all limits are set and requested, BestEffort where nothing is. */
export function assessQosClass(spec: PodSpec | undefined): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const asked = containers.some(({resources}) => [resources?.limits, resources?.requests].some(hasCpuOrMemory));
  if (!asked) return 'BestEffort';
  const guaranteed = containers.every(({resources}) =>
    ['cpu', 'memory'].every(name => {
      const limit = resources?.limits?.[name];
      const request = resources?.requests?.[name] ?? limit;
      return limit !== undefined && request !== undefined && nanosOf(request) === nanosOf(limit);
    }),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

function hasCpuOrMemory(amounts: Readonly<Record<string, string>> | undefined): boolean {
  return ['cpu', 'memory'].some(name => nanosOf(amounts?.[name] ?? '0') !== 0n);
}

function nanosOf(quantity: string): bigint {
  return parseQuantity(quantity)?.nanos ?? 0n;
}
