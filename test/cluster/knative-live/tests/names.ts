import type {LiveKnative} from '../start.ts';

/** The installation of the manifests as they are. */
export const namespace = 'images';

/** One whose Broker answers last, see `installSynchronous`. */
export const earlier = 'earlier';

/** Both, by how their Brokers answer. */
export const brokers = [
  {broker: 'asynchronous', namespace},
  {broker: 'synchronous', namespace: earlier},
] as const;

/** Where something is tried, and what a message has beside its own state where a wait is in vain. */
export interface Place {
  readonly live: LiveKnative;
  readonly broker: (typeof brokers)[number]['broker'];
  readonly namespace: string;
  readonly functions: () => unknown;
}

/** Does something with both installations at the same time; fails when both have ended, if one did. */
export async function withBoth(
  run: (broker: (typeof brokers)[number]['broker'], namespace: string) => Promise<void>,
): Promise<void> {
  const ends = await Promise.allSettled(brokers.map(({broker, namespace: of}) => run(broker, of)));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
