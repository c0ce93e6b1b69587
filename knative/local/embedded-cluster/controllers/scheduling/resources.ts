import type {PodSpec, ResourceRequirements} from 'kubernetes-types/core/v1';
import {parseQuantity} from '../../quantity/index.ts';

/** What a pod asks for, or a node has, in billionths of a core or byte: sums are exact. */
export interface Resources {
  readonly cpu: bigint;
  readonly memory: bigint;
}

/** A quantity in billionths; 0 where there is none, or none that the API server would have let pass. */
export function readQuantity(quantity: string | undefined): bigint {
  return parseQuantity(quantity ?? '')?.nanos ?? 0n;
}

/** What the scheduler sets aside for a pod: its containers together, or its largest init container. */
export function sumRequests(spec: PodSpec): Resources {
  const containers = spec.containers.map(({resources}) => readRequests(resources));
  const initContainers = (spec.initContainers ?? []).map(({resources}) => readRequests(resources));
  const most = (resource: keyof Resources): bigint =>
    [
      containers.reduce((sum, request) => sum + request[resource], 0n),
      ...initContainers.map(request => request[resource]),
    ].reduce((a, b) => (a > b ? a : b));
  return {cpu: most('cpu'), memory: most('memory')};
}

function readRequests(resources: ResourceRequirements | undefined): Resources {
  return {cpu: readQuantity(resources?.requests?.cpu), memory: readQuantity(resources?.requests?.memory)};
}
