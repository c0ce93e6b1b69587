import type {PullerStatus} from '@image-puller/functions';
import {count} from './format.ts';
import type {Line} from './types.ts';

/** The nodes that hold nothing, and why, in one line; none where there are none. */
export function describeExcluded(excluded: PullerStatus['nodes']['excluded']): readonly Line[] {
  if (excluded.length === 0) return [];
  const all = excluded.reduce((sum, {nodes}) => sum + nodes, 0);
  const reasons = excluded.map(({reason, nodes}) => (excluded.length > 1 ? `${nodes} ${reason}` : reason)).join(', ');
  return [{tone: 'quiet', text: `${count(all, 'node')} left out: ${reasons}`}];
}
