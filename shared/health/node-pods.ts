import type {ContainerView} from './container-view.ts';
import type {PodView} from './pod-view.ts';

/** The pods of one DaemonSet by the name of their node, oldest first. */
export type NodePods = ReadonlyMap<string, readonly PodView[]>;

/**
 * Groups the pods of one DaemonSet by their nodes; those that no node was found for are left out.
 *
 * @param ready the nodes that are Ready; undefined where we may not read nodes
 */
export function groupByNode(pods: readonly PodView[], ready: ReadonlySet<string> | undefined): NodePods {
  const byNode = new Map<string, PodView[]>();
  for (const pod of pods.toSorted((a, b) => a.createdAt - b.createdAt)) {
    if (pod.node === undefined || ready?.has(pod.node) === false) continue;
    const others = byNode.get(pod.node);
    if (others === undefined) byNode.set(pod.node, [pod]);
    else others.push(pod);
  }
  return byNode;
}

/** A container of an image, and whether what it holds would outlast the next change. */
export interface CountedContainer extends ContainerView {
  readonly pod: PodView;
  /**
   * In the oldest pod that is Ready, or in the oldest one: a further change replaces a surge pod that is unready, and even
   * one that is Ready, for the moment in which the older one is still there (the DaemonSet controller keeps the oldest of
   * those that are not of the present template).
   */
  readonly counts: boolean;
}

/** The containers of an image in the pods that a DaemonSet has on one node. */
export const findContainers = (image: string, pods: readonly PodView[]): readonly CountedContainer[] =>
  pods.flatMap((pod, index) =>
    pod.containers
      .filter(container => container.image === image)
      .map(container => ({...container, pod, counts: index === 0 || pod === pods.find(({ready}) => ready)})),
  );

/** Is the image held on a node by these pods, so that it outlasts the next change? */
export const isHeld = (image: string, pods: readonly PodView[]): boolean =>
  findContainers(image, pods).some(({state, counts}) => counts && state === 'running');
