import type {NamedImage} from '../config/index.ts';
import {type CountedContainer, findContainers} from './node-pods.ts';
import type {PodView} from './pod-view.ts';
import {rankReasons} from './reasons.ts';

/** One image on all eligible nodes: each node counts once, so the five numbers add up to the eligible nodes. */
export interface ImageSummary extends NamedImage {
  readonly held: number;
  /** It runs in a new pod that is not Ready yet, since another image of it is not there: it will be held when that is. */
  readonly started: number;
  readonly pulling: number;
  readonly failing: number;
  readonly waiting: number;
  /** Why nodes fail or wait, most frequent first, such as `ErrImagePull: not found (2 nodes)`; at most five. */
  readonly reasons: readonly string[];
  /** What nodes pull for it where admission wrote another reference into the pods; null where none did. */
  readonly rewritten: string | null;
}

/** The reference, and what is pulled for it where that is another one. */
export const describeReference = ({image, rewritten}: Pick<ImageSummary, 'image' | 'rewritten'>): string =>
  rewritten === null ? image : `${image}, pulled as ${rewritten}`;

type NodeState = 'held' | 'started' | 'pulling' | 'failing' | 'waiting';

/** Nodes that the DaemonSet wants and that have no pod yet. */
export interface MissingPods {
  readonly nodes: number;
  /** Why they have none. */
  readonly reason: string | undefined;
}

/**
 * Counts nodes by what they do about one image.
 *
 * An image is held on a node by a Ready pod, or by the oldest pod of a DaemonSet there; what an unready surge pod holds is
 * provisional (a further change replaces it), so it does not count as held, but as started.
 *
 * @param nodes for each eligible node with a pod, the pods of each DaemonSet there, oldest first
 * @param missing the others, which wait
 */
export function summarizeImage(
  {name, image}: NamedImage,
  nodes: Iterable<readonly (readonly PodView[])[]>,
  missing: MissingPods,
): ImageSummary {
  const counts: Record<NodeState, number> = {held: 0, started: 0, pulling: 0, failing: 0, waiting: missing.nodes};
  const reasons = Array.from({length: missing.nodes}, () => missing.reason);
  let rewritten: string | null = null;
  for (const lanes of nodes) {
    const views = lanes.flatMap(pods => findContainers(image, pods));
    const [state, reason] = assessNode(views);
    counts[state]++;
    reasons.push(reason);
    rewritten = views.find(view => view.rewritten !== undefined)?.rewritten ?? rewritten;
  }
  return {name, image, ...counts, reasons: rankReasons(reasons.filter(reason => reason !== undefined)), rewritten};
}

function assessNode(views: readonly CountedContainer[]): readonly [NodeState, string | undefined] {
  const failing = views.find(({state}) => state === 'failing');
  if (views.some(({state, counts}) => state === 'running' && counts)) {
    return ['held', failing === undefined ? undefined : `held by an older pod; a newer one fails: ${failing.reason}`];
  }
  if (failing !== undefined) return ['failing', failing.reason];
  if (views.some(({state}) => state === 'running')) return ['started', undefined];
  if (views.some(({state}) => state === 'pulling')) return ['pulling', undefined];
  return ['waiting', views.map(({pod}) => pod.trouble).find(trouble => trouble !== undefined)];
}
