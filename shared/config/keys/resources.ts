import {accept, type Key, refuse, replace} from '../key.ts';
import {quote} from '../quote.ts';
import type {Parsed} from '../types.ts';
import {parseQuantity} from '../values/index.ts';

type Resource = 'cpu' | 'memory';

const quantityAllowed: Readonly<Record<Resource, string>> = {
  cpu: 'write cores or millicores such as .2 or 200m',
  memory: 'write bytes such as 20Mi or 20971520',
};
const billion = 10n ** 9n;
const mebibyte = 2n ** 20n * billion;

/** `CACHING_MEMORY_REQUEST`: memory each container asks the scheduler for. */
export const cachingMemoryRequest: Key<string> = {
  name: 'CACHING_MEMORY_REQUEST',
  default: '10Mi',
  parse: text => parseResource(text, 'memory'),
  values: 'a Kubernetes quantity of bytes, not over `CACHING_MEMORY_LIMIT`',
  example: '10Mi',
  origin: 'Go puller',
  doc: describeRequest('memory', 'CACHING_MEMORY_LIMIT'),
};

/** `CACHING_MEMORY_LIMIT`: the most memory each container may use. */
export const cachingMemoryLimit: Key<string> = {
  name: 'CACHING_MEMORY_LIMIT',
  default: '20Mi',
  parse: parseMemoryLimit,
  values: 'a Kubernetes quantity of bytes',
  example: '20Mi',
  origin: 'Go puller',
  doc: `${describeLimit('memory', 'CACHING_MEMORY_REQUEST')} There is a warning for a limit below 1Mi (most often the unit was forgotten)
and for a part of a byte. A namespace with a quota needs limit x images x nodes: 5 images on 20 nodes at 5Mi need 500Mi. A rollout needs
more for a while.`,
};

/** `CACHING_CPU_REQUEST`: CPU each container asks the scheduler for. */
export const cachingCpuRequest: Key<string> = {
  name: 'CACHING_CPU_REQUEST',
  default: '.05',
  parse: text => parseResource(text, 'cpu'),
  values: 'a Kubernetes quantity of cores, not over `CACHING_CPU_LIMIT`',
  example: '50m',
  origin: 'Go puller',
  doc: describeRequest('CPU', 'CACHING_CPU_LIMIT'),
};

/** `CACHING_CPU_LIMIT`: the most CPU each container may use. */
export const cachingCpuLimit: Key<string> = {
  name: 'CACHING_CPU_LIMIT',
  default: '.2',
  parse: text => parseResource(text, 'cpu'),
  values: 'a Kubernetes quantity of cores',
  example: '200m',
  origin: 'Go puller',
  doc: describeLimit('CPU', 'CACHING_CPU_REQUEST'),
};

/** The quantity as written. No quantity, or a negative one, is an error: the API server would refuse the DaemonSet. */
function parseResource(written: string, resource: Resource): Parsed<string> {
  const text = written.trim();
  const quantity = parseQuantity(text);
  const allowed = quantityAllowed[resource];
  if (quantity === undefined) return refuse(`${quote(text)} is not a quantity`, allowed);
  if (quantity.nano < 0n) return refuse(`${quote(text)} is negative`, allowed);
  if (resource === 'cpu' || quantity.nano === 0n || quantity.nano % billion === 0n) return accept(text);
  return replace(text, `${quote(text)} is not a whole number of bytes`, allowed);
}

/** A limit so small that no container would start below it is kept, with a warning: the unit is missing. */
function parseMemoryLimit(written: string): Parsed<string> {
  const text = written.trim();
  const parsed = parseResource(text, 'memory');
  const bytes = parseQuantity(text)?.nano ?? 0n;
  if ('errors' in parsed || parsed.warnings.length > 0 || bytes === 0n || bytes >= mebibyte) return parsed;
  return replace(text, `${quote(text)} is less than 1Mi, too little for a container to start`, quantityAllowed.memory);
}

function describeRequest(resource: string, limit: string): string {
  return `The ${resource} request of each container, also of the init container. The configuration is rejected if the value is not a
quantity, is negative, or is over \`${limit}\`. If you write the limit alone and it is below the default request, the request is
lowered to it.`;
}

function describeLimit(resource: string, request: string): string {
  return `The ${resource} limit of each container, also of the init container. 0 means no limit; the request is 0 then, too. The configuration is
rejected if the value is not a quantity, is negative, or is below \`${request}\`. If you write the request alone and it is above the default limit,
the limit is raised to it.`;
}
