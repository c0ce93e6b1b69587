import type {NamedImage, PullerConfig} from '../config/index.ts';
import {isHeld, type NodePods, type PodView} from '../health/index.ts';
import {shortenName} from '../names/index.ts';
import type {Lane, Requests} from './lane.ts';

/** Beside main, while all of its pods that are not Ready are replaced. */
export const nameBridge = (daemonSetName: string): string => shortenName(`${daemonSetName}-bridge`);

export const buildBridge = (
  {daemonSetName, rolloutMaxNodes}: Pick<PullerConfig, 'daemonSetName' | 'rolloutMaxNodes'>,
  images: readonly NamedImage[],
  requests: Requests,
): Lane => ({
  role: 'bridge',
  name: nameBridge(daemonSetName),
  images,
  limit: rolloutMaxNodes,
  isHeldBack: false,
  requests,
});

/** The pods of a bridge by what they hold: an image that is not on a node's disk does not fail because a bridge lacks it. */
export const viewBridge = (pods: readonly PodView[]): readonly PodView[] =>
  pods.map(pod => ({...pod, containers: pod.containers.filter(({state}) => state === 'running')}));

/** Of the images that are to stay, those that a bridge has and those that it lacks. */
export const joinImages = (
  images: readonly NamedImage[],
  known: readonly NamedImage[],
  exposed: readonly NamedImage[],
): readonly NamedImage[] =>
  images.filter(image => exposed.includes(image) || known.some(other => other.image === image.image));

/**
 * The images that another template of main would take from a node for a moment. Kubernetes replaces a pod that is not
 * Ready at once, and so with it go those of its containers that do hold an image.
 *
 * @param images those that are to stay
 * @param others the pods of the puller's other DaemonSets, which may hold an image meanwhile
 */
export const findExposed = (
  images: readonly NamedImage[],
  main: NodePods,
  others: readonly NodePods[],
): readonly NamedImage[] =>
  images.filter(({image}) =>
    [...main].some(
      ([node, pods]) =>
        pods.every(({ready}) => !ready) &&
        isHeld(image, pods) &&
        !others.some(other => isHeld(image, other.get(node) ?? [])),
    ),
  );
