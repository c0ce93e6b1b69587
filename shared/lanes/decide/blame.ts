import {type NamedImage, parseImageReference} from '../../config/index.ts';
import type {NodePods, PodView} from '../../health/index.ts';

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
 * The node's, where most of what fails there is held elsewhere, and not one image alone: its disk is full, or its way to
 * the registry is cut.
 */
export function assessBlame(images: readonly NamedImage[], main: NodePods): Blame {
  const byReference = new Map(images.map(image => [image.image, image]));
  const running = countRunning(main);
  const blamed = new Set<NamedImage>();
  for (const pods of main.values()) {
    for (const image of pods.flatMap(pod => findFaults(pod, running))) {
      const named = byReference.get(image);
      if (named !== undefined) blamed.add(named);
    }
  }
  return {images: blamed, registries: findRegistries(images, blamed)};
}

/** On how many nodes an image runs, in whatever pod. */
function countRunning(main: NodePods): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pods of main.values()) {
    const images = pods.flatMap(({containers}) =>
      containers.filter(({state}) => state === 'running').map(({image}) => image),
    );
    for (const image of new Set(images)) counts.set(image, (counts.get(image) ?? 0) + 1);
  }
  return counts;
}

/** The images that fail in a pod by their own fault. */
function findFaults({containers}: PodView, running: ReadonlyMap<string, number>): readonly string[] {
  const failing = containers.filter(({state}) => state === 'failing');
  const here = new Set(containers.filter(({state}) => state === 'running').map(({image}) => image));
  if (failing.length === 0 || here.size === 0) return [];
  const runsElsewhere = ({image}: {readonly image: string}) => (running.get(image) ?? 0) > (here.has(image) ? 1 : 0);
  const known = containers.filter(runsElsewhere).length;
  const lost = failing.filter(runsElsewhere);
  const isNodes = lost.length >= 2 && lost.length * 2 > known;
  return failing.filter(container => !isNodes || !lost.includes(container)).map(({image}) => image);
}

function findRegistries(images: readonly NamedImage[], blamed: ReadonlySet<NamedImage>): ReadonlySet<string> {
  const counts = new Map<string, {all: number; failing: number}>();
  for (const image of images) {
    const registry = registryOf(image);
    const count = counts.get(registry) ?? {all: 0, failing: 0};
    counts.set(registry, {all: count.all + 1, failing: count.failing + (blamed.has(image) ? 1 : 0)});
  }
  return new Set(
    [...counts].filter(([, {all, failing}]) => failing >= 2 && failing * 2 > all).map(([registry]) => registry),
  );
}

/** The registry of an image, with its port. */
export function registryOf({image}: NamedImage): string {
  const reference = parseImageReference(image);
  return 'wrong' in reference ? '' : reference.registry;
}
