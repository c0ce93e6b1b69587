import {isHeld, type NodePods, type PodView} from '../../health/index.ts';

/**
 * Does one DaemonSet hold an image on every node where another does, so that the other may let go of it?
 *
 * @param givesUp nodes that have no room for one more pod are not waited for
 */
export const isHeldWherever = (image: string, over: NodePods, under: NodePods, givesUp: boolean): boolean =>
  [...over].every(
    ([node, pods]) =>
      !isHeld(image, pods) ||
      isHeld(image, under.get(node) ?? []) ||
      (givesUp && (under.get(node) ?? []).some(({lacks}) => lacks !== undefined)),
  );

/**
 * Does some lane hold an image on every node where a DaemonSet that is no lane any more does? Nodes that main is not for are
 * not waited for: there it is to go.
 *
 * @param lanes main is the first
 */
export const isReplacedBy = (image: string, leftover: NodePods, lanes: readonly NodePods[]): boolean =>
  [...leftover].every(
    ([node, pods]) =>
      lanes[0]?.has(node) === false || !isHeld(image, pods) || lanes.some(lane => isHeld(image, lane.get(node) ?? [])),
  );

/** Younger pods are still on their way, in milliseconds. */
const startTime = 10 * 60_000;

/** Is an image held by every pod of its own DaemonSet but those that have just begun, by one at the least? */
export function isHealthy(image: string, isolated: NodePods, now: Date): boolean {
  const pods = [...isolated.values()];
  return pods.some(onNode => isHeld(image, onNode)) && pods.every(onNode => isHeldOrYoung(image, onNode, now));
}

function isHeldOrYoung(image: string, onNode: readonly PodView[], now: Date): boolean {
  if (isHeld(image, onNode)) return true;
  const isFailing = onNode.some(({containers}) => containers.some(({state}) => state === 'failing'));
  return !isFailing && onNode.every(({createdAt}) => now.getTime() - createdAt < startTime);
}
