import type {BlockedNodes, StuckNodes} from '../health/index.ts';
import type {Refusal} from '../refusal/index.ts';
import {formatNodes} from './count.ts';
import type {Told} from './told.ts';

/** What is said where a rollout can't go on but by a gap: of full nodes, and of those where a quota leaves no room. */
export function sayNoRoom(
  daemonSet: string,
  {withoutRoom, lacks, refused}: Pick<StuckNodes, 'withoutRoom' | 'lacks'> & {readonly refused: number},
): Told {
  const causes = [...lacks, ...(refused > 0 ? [`quota (${formatNodes(refused)})`] : [])].join(', ');
  const nodes = withoutRoom + refused;
  return {
    reason: 'NoRoomForSurge',
    about: daemonSet,
    isNews: true,
    message: `DaemonSet ${daemonSet}: ${formatNodes(nodes)} ${nodes === 1 ? 'has' : 'have'} no room for a second pod for lack of ${causes}; there the old pod ends before the new one is Ready`,
  };
}

/** What is said where a container that admission put into the pods keeps them from being Ready. */
export const sayBlocked = ({nodes, reasons}: BlockedNodes): Told => ({
  reason: 'PodsBlocked',
  about: 'foreign containers',
  message: `pods on ${formatNodes(nodes)} are not Ready because of a container that this puller did not add: ${reasons.join(', ')}; repair it, or keep it out of these pods with POD_LABELS or POD_ANNOTATIONS`,
});

/** What is said where the API server takes no more pods of a DaemonSet. */
export const sayPodsRefused = (daemonSet: string, nodes: number, {refuser, words}: Refusal): Told => ({
  reason: 'PodsRefused',
  about: daemonSet,
  message: `DaemonSet ${daemonSet}: its pods for ${formatNodes(nodes)} are refused by ${refuser.name} (${refuser.remedy}): ${words}`,
});

/** What is said where the API server does not take the pod that would ask the registry. */
export const sayScoutRefused = (daemonSet: string, {refuser, words}: Refusal): Told => ({
  reason: 'PodsRefused',
  about: `${daemonSet} probe`,
  message: `DaemonSet ${daemonSet}: the scout that asks which tags have moved is refused by ${refuser.name} (${refuser.remedy}): ${words}`,
});
