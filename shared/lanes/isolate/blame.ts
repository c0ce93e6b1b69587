import {type NamedImage, registryOf} from '../../config/index.ts';
import {type ContainerView, isImagesOwn, type NodePods, type PodView} from '../../health/index.ts';

/** Which images of a DaemonSet fail by their own fault. */
export interface Blame {
  readonly images: ReadonlySet<NamedImage>;
  /** Registries most of whose images fail together, two at the least. */
  readonly registries: ReadonlySet<string>;
}

/**
 * Finds out whose fault it is that containers can't be pulled or started.
 *
 * An image's, where another one of the same pod runs: then the node can run pods, and the init container has been through.
 * The node's, where most of what could be there fails, not one image alone, and other nodes hold it or are still pulling
 * it: the disk is full, or the way to the registry is cut.
 */
export function assessBlame(images: readonly NamedImage[], main: NodePods): Blame {
  // Several names may stand for one reference: all of them fail by its fault.
  const byReference = Map.groupBy(images, ({image}) => image);
  const well = countWell(main);
  const blamed = new Set<NamedImage>();
  for (const pods of main.values()) {
    for (const image of pods.flatMap(pod => findFaults(pod, well)))
      for (const named of byReference.get(image) ?? []) blamed.add(named);
  }
  const own = new Set([...main.values()].flat().flatMap(findOwn));
  return {images: blamed, registries: findRegistries(images, blamed, own)};
}

/** On how many nodes an image runs or is on its way, in whatever pod. */
function countWell(main: NodePods): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pods of main.values()) {
    const images = pods.flatMap(({containers}) => containers.filter(runsOrPulls).map(({image}) => image));
    for (const image of new Set(images)) counts.set(image, (counts.get(image) ?? 0) + 1);
  }
  return counts;
}

const runsOrPulls = ({state}: ContainerView): boolean => state === 'running' || state === 'pulling';

/** The images that fail in a pod by their own fault. */
function findFaults(pod: PodView, well: ReadonlyMap<string, number>): readonly string[] {
  if (saysNothing(pod)) return [];
  const lost = findLost(pod, well);
  const isOwnFault = ({state, image}: ContainerView) => state === 'failing' && !lost.has(image);
  return pod.containers.filter(isOwnFault).map(({image}) => image);
}

/** One that still pulls may be why others wait; where nothing runs, the node may be unable to run anything. */
const saysNothing = ({containers}: PodView): boolean =>
  containers.some(({state}) => state === 'pulling') || !containers.some(({state}) => state === 'running');

/**
 * The images that fail in a pod by the fault of its node: those that other nodes have, where it is most of such images, and not
 * one alone.
 */
function findLost({containers}: PodView, well: ReadonlyMap<string, number>): ReadonlySet<string> {
  const here = new Set(containers.filter(runsOrPulls).map(({image}) => image));
  const elsewhere = containers.filter(({image}) => (well.get(image) ?? 0) > (here.has(image) ? 1 : 0));
  const failing = elsewhere.filter(({state}) => state === 'failing');
  const isNodes = failing.length >= 2 && failing.length * 2 > elsewhere.length;
  return new Set(isNodes ? failing.map(({image}) => image) : []);
}

/** The images that fail in a pod for a cause that no registry has anything to do with. */
const findOwn = ({containers}: PodView): readonly string[] =>
  containers.flatMap(({image, state, reason}) => (state === 'failing' && isImagesOwn(reason) ? [image] : []));

/** By reference: what fails under two names is one image. */
function findRegistries(
  images: readonly NamedImage[],
  blamed: ReadonlySet<NamedImage>,
  own: ReadonlySet<string>,
): ReadonlySet<string> {
  const registries = new Set<string>();
  for (const [registry, its] of Map.groupBy(images, registryOf)) {
    const all = new Set(its.map(({image}) => image)).size;
    const failing = new Set(its.filter(each => blamed.has(each) && !own.has(each.image)).map(({image}) => image)).size;
    if (failing >= 2 && failing * 2 > all) registries.add(registry);
  }
  return registries;
}
