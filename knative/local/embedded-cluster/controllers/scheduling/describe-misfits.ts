import type {Misfit} from './assess-fit.ts';

/**
 * The scheduler's sentence on why no node takes a pod.
 *
 * @param misfits Of the nodes that were looked at.
 * @param passedOver How many were not, since the pod's affinity names one node.
 */
export function describeMisfits(misfits: readonly Misfit[], passedOver: number): string {
  const nodes = misfits.length + passedOver;
  const notNamed = "node(s) didn't satisfy plugin(s) [NodeAffinity]";
  const reasons = [...misfits.flatMap(misfit => misfit.reasons), ...Array<string>(passedOver).fill(notNamed)];
  const preemption = [
    ...misfits.map(({preemptible}) =>
      preemptible ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling',
    ),
    ...Array<string>(passedOver).fill('Preemption is not helpful for scheduling'),
  ];
  const available = `0/${nodes} nodes are available:`;
  return `${available} ${count(reasons)}. no new claims to deallocate, preemption: ${available} ${count(preemption)}.`;
}

function count(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, times]) => `${times} ${reason}`)
    .sort()
    .join(', ');
}
