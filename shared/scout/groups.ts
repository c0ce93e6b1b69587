import {type NamedImage, parseImageReference} from '../config/index.ts';
import {findContainers, type NodePods, type NodesView, type PodView} from '../health/index.ts';

/** Nodes that get the same from a registry: of one architecture and one container runtime. */
export interface NodeGroup {
  readonly name: string;
  /** Holds the most of the images, and can say which. */
  readonly node: string;
  /** By image reference: the digests that the group's nodes hold. */
  readonly held: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The tags of a list, each reference once: what is given by digest can't move. */
export const listTags = (images: readonly NamedImage[]): readonly NamedImage[] => {
  const byReference = new Map(images.toReversed().map(image => [image.image, image]));
  return images.filter(image => byReference.get(image.image) === image && isTag(image));
};

function isTag({image}: NamedImage): boolean {
  const reference = parseImageReference(image);
  return !('wrong' in reference) && reference.digest === undefined;
}

/**
 * Groups the nodes that hold images. A node whose containers name no digest is none that could be asked: nobody pulls
 * there (virtual nodes play their containers).
 *
 * @param nodes as they were read; undefined where we may not read nodes: then all are one group
 * @param turn another number picks another node, of those that hold as many
 */
export function groupNodes(
  tags: readonly NamedImage[],
  main: NodePods,
  nodes: NodesView | undefined,
  turn = 0,
): readonly NodeGroup[] {
  const groups = new Map<string, {best: string[]; most: number; held: Map<string, Set<string>>}>();
  for (const [node, pods] of main) {
    const digests = tags.flatMap(({image}) => findDigests(image, pods).map(digest => ({image, digest})));
    if (digests.length === 0) continue;
    const name = nodes?.groups.get(node) ?? '';
    const group = groups.get(name) ?? {best: [], most: 0, held: new Map<string, Set<string>>()};
    if (digests.length > group.most) Object.assign(group, {best: [], most: digests.length});
    if (digests.length === group.most) group.best.push(node);
    for (const {image, digest} of digests) group.held.set(image, (group.held.get(image) ?? new Set()).add(digest));
    groups.set(name, group);
  }
  return [...groups].map(([name, {best, held}]) => ({name, node: best[turn % best.length] ?? '', held}));
}

/** What the pods of a node hold under that reference; what a new pod that is not Ready has does not count yet. */
const findDigests = (reference: string, pods: readonly PodView[]): readonly string[] =>
  findContainers(reference, pods).flatMap(({counts, state, digest}) =>
    counts && state === 'running' && digest !== undefined ? [digest] : [],
  );
