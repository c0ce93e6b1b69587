import {initContainerName} from '../names/index.ts';
import {toOneLine} from '../text/index.ts';
import type {NodePods} from './node-pods.ts';
import type {PodView} from './pod-view.ts';
import {rankReasons} from './reasons.ts';
import {isFull, roomPatience} from './stuck.ts';

/** Nodes on which the pods of a puller do not come to their images at all. */
export interface Starts {
  /** Their names, sorted. */
  readonly nodes: readonly string[];
  /** Why, most frequent first, such as `init container copy-sleep: ErrImagePull: not found (2 nodes)`; at most five. */
  readonly reasons: readonly string[];
  /** Every pod that is there has come to its images, on every node that is wanted. */
  readonly hasAll: boolean;
}

/** Before a pod that can't begin is told of, in milliseconds: in a moment many a cause has passed. */
const startPatience = 10_000;

/**
 * Finds the nodes on which pods do not start: the scheduler places them nowhere, the kubelet does not let them in, or
 * their init container fails. An image that fails is none of it; nor is a node that has no room for a second pod, and holds
 * the images by its first.
 *
 * @param lanes the pods of each DaemonSet on nodes that are Ready
 * @param wanted how many of these nodes are to hold images
 */
export function assessStarts(lanes: readonly NodePods[], wanted: number, now: Date): Starts {
  const failing = new Map<string, string>();
  const started = new Set<string>();
  let isAnyOpen = false;
  for (const [node, pods] of lanes.flatMap(lane => [...lane])) {
    const left = isFull(pods, now.getTime()) ? pods.filter(({lacks}) => lacks === undefined) : pods;
    if (left.some(hasStarted)) started.add(node);
    const open = left.filter(pod => !hasStarted(pod));
    isAnyOpen ||= open.length > 0;
    const late = open.find(pod => pod.trouble !== undefined && now.getTime() - pod.createdAt >= findPatience(pod));
    if (late?.trouble !== undefined && !failing.has(node)) failing.set(node, late.trouble);
  }
  return {
    nodes: [...failing.keys()].toSorted(),
    reasons: rankReasons([...failing.values()]),
    hasAll: !isAnyOpen && started.size >= wanted,
  };
}

const findPatience = ({lacks}: PodView): number => (lacks === undefined ? startPatience : roomPatience);

/** Has come to its images, whatever becomes of them. */
export const hasStarted = ({ready, containers}: PodView): boolean =>
  ready || containers.some(({state}) => state !== 'waiting');

/** What begins or ends now; undefined where it goes on as it was. */
export type StartChange = 'failed' | 'recovered' | undefined;

/**
 * Compares what is seen with what was noted.
 *
 * @param since when it began, as it is noted; undefined where nothing is
 * @param isRolling pods are about to be replaced: those that are there say nothing of those that come
 */
export function assessStartChange({nodes, hasAll}: Starts, since: Date | undefined, isRolling: boolean): StartChange {
  if (since === undefined) return nodes.length > 0 ? 'failed' : undefined;
  return hasAll && !isRolling ? 'recovered' : undefined;
}

/** What the annotation says; undefined where it is absent or was spoilt. */
export function parseNotStarting(text: string | undefined): Date | undefined {
  const since = new Date(text ?? '');
  return Number.isNaN(since.getTime()) ? undefined : since;
}

/** By the words of viewPod, the scheduler and the kubelet; the first that fits. */
const remedies: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^init container ${initContainerName}: `), 'look at SLEEP_IMAGE or KIP_IMAGE, which name its image'],
  [/^init container /, 'this puller did not add it: keep it out of these pods with POD_LABELS or POD_ANNOTATIONS'],
  [
    /\bInsufficient |\bToo many pods\b|^OutOf/,
    'ask for less by CACHING_CPU_*, CACHING_MEMORY_*, or leave such nodes out by NODE_SELECTOR',
  ],
  [
    /\bnode affinity\/selector\b/,
    "something else than this ConfigMap chose nodes for them, such as the namespace's default node selector (pods keep what they were made with: delete them when it is fixed)",
  ],
];

/** What may help, for a reason of `assessStarts`; undefined where its words have to say it. */
export const adviseStart = (reason: string): string | undefined =>
  remedies.find(([pattern]) => pattern.test(toOneLine(reason)))?.[1];
