import type {Node} from 'kubernetes-types/core/v1';

/** Is a node played by kwok? It plays the pods of DaemonSets, too, whatever else the node is made to look like. */
export const isPlayed = ({metadata}: Node): boolean => metadata?.annotations?.['kwok.x-k8s.io/node'] !== undefined;

/** Is a node a virtual kubelet's, by the label and the taint that it sets? */
export const isVirtualKubelet = ({metadata, spec}: Node): boolean =>
  metadata?.labels?.type === 'virtual-kubelet' ||
  spec?.taints?.some(({key}) => key === 'virtual-kubelet.io/provider') === true;

/**
 * Why a node never runs a pod of a DaemonSet, whatever is selected and tolerated; undefined where it may. Behind such a
 * node is a service that runs each pod on a machine of its own: there is no disk on which an image could be held for
 * another pod. EKS documents that Fargate has no DaemonSets, AKS the same of its virtual nodes. A DaemonSet that tolerates
 * everything gets a pod there all the same, which is pending for ever.
 */
export function findIncapacity(node: Node): string | undefined {
  if (isPlayed(node)) return undefined;
  if (node.metadata?.labels?.['eks.amazonaws.com/compute-type'] === 'fargate') return 'Fargate runs no DaemonSet';
  return isVirtualKubelet(node) ? 'a virtual kubelet runs no DaemonSet' : undefined;
}
