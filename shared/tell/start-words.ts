import {adviseStart, type Starts} from '../health/index.ts';
import type {Told} from './told.ts';

/** Of the nodes that are named. */
const namesTold = 3;

/** What is said of pods that do not start, for as long as that is so, and once when they all do again. */
export function sayStarts({nodes, reasons}: Starts, wanted: number, state: 'failing' | 'recovered'): Told {
  if (state === 'recovered') return {reason: 'PodsStarted', message: 'the pods start on every node again'};
  const [reason = 'no reason given', ...others] = reasons;
  const advice = adviseStart(reason);
  const more = others.length === 0 ? '' : `; and ${others.length} other ${others.length === 1 ? 'reason' : 'reasons'}`;
  return {
    reason: 'PodsNotStarting',
    about: 'pods',
    message: `new pods do not start on ${nodes.length} of ${Math.max(wanted, nodes.length)} nodes (${listNames(nodes)})${advice === undefined ? '' : `, ${advice}`}: ${reason}${more}`,
  };
}

const listNames = (names: readonly string[]): string =>
  names.length <= namesTold
    ? names.join(', ')
    : `${names.slice(0, namesTold).join(', ')} and ${names.length - namesTold} more`;
