import type {PodSpec, ResourceRequirements} from 'kubernetes-types/core/v1';
import {parseQuantity} from '../config/index.ts';

/** Amounts by the names that a ResourceQuota gives to resources, such as `pods` or `limits.memory`; in billionths. */
export type Amounts = ReadonlyMap<string, bigint>;

/**
 * Would a pod be let in once another one has gone? Only then may the old pod of a node go before the new one.
 *
 * @param words the API server's, which list each resource that one pod more would exceed:
 *   `exceeded quota: q, requested: pods=1, used: pods=3, limited: pods=3`
 * @param released what the pod that goes takes up
 */
export function leavesRoom(words: string, released: Amounts): boolean {
  const [requested, used, limited] = ['requested', 'used', 'limited'].map(part => parseAmounts(words, part));
  if (requested === undefined || used === undefined || limited === undefined || requested.size === 0) return false;
  return [...requested].every(([resource, amount]) => {
    const [taken, most] = [used.get(resource), limited.get(resource)];
    return taken !== undefined && most !== undefined && taken + amount - (released.get(resource) ?? 0n) <= most;
  });
}

/** `used: limits.cpu=30m,pods=3`; undefined where a part is missing, or was cut. */
function parseAmounts(words: string, part: string): Amounts | undefined {
  const [, list] = new RegExp(`\\b${part}: ([^\\s,=]+=[^\\s,]+(?:,[^\\s,=]+=[^\\s,]+)*)`).exec(words) ?? [];
  const amounts = new Map<string, bigint>();
  for (const pair of list?.split(',') ?? []) {
    const [resource = '', quantity = ''] = pair.split('=');
    const parsed = parseQuantity(quantity);
    if (parsed === undefined) return undefined;
    amounts.set(resource, parsed.nano);
  }
  return list === undefined ? undefined : amounts;
}

/** What a quota counts of a pod: itself, and the larger of what its containers, or one of its init containers, ask for. */
export function countPod({containers = [], initContainers = []}: Partial<PodSpec> = {}): Amounts {
  const amounts = new Map([
    ['pods', 10n ** 9n],
    ['count/pods', 10n ** 9n],
  ]);
  for (const kind of ['requests', 'limits'] as const) {
    const running = sum(containers.map(({resources}) => listAmounts(resources, kind)));
    for (const starting of initContainers.map(({resources}) => listAmounts(resources, kind))) {
      for (const [resource, amount] of starting) {
        if (amount > (running.get(resource) ?? 0n)) running.set(resource, amount);
      }
    }
    for (const [resource, amount] of running) {
      amounts.set(`${kind}.${resource}`, amount);
      // The short names of these two are their requests'.
      if (kind === 'requests') amounts.set(resource, amount);
    }
  }
  return amounts;
}

function sum(all: readonly Amounts[]): Map<string, bigint> {
  const total = new Map<string, bigint>();
  for (const amounts of all) {
    for (const [resource, amount] of amounts) total.set(resource, (total.get(resource) ?? 0n) + amount);
  }
  return total;
}

const listAmounts = (resources: ResourceRequirements | undefined, kind: 'requests' | 'limits'): Amounts =>
  new Map(
    Object.entries(resources?.[kind] ?? {}).map(([resource, text]) => [resource, parseQuantity(text)?.nano ?? 0n]),
  );

/** The smaller of each resource, none where one has none of it. */
export function leastOf(some: Amounts, others: Amounts): Amounts {
  const least = ([resource, amount]: [string, bigint]): [string, bigint] => {
    const other = others.get(resource) ?? 0n;
    return [resource, amount < other ? amount : other];
  };
  return new Map([...some].map(least));
}
