import type {NodePods} from './node-pods.ts';
import type {PodView} from './pod-view.ts';
import {rankReasons} from './reasons.ts';

/** Before a node counts as full, in milliseconds: a pod that ends makes room in a moment (30 s is its usual grace period). */
export const roomPatience = 35_000;

/** Before a new pod in which some containers fail counts as stuck, in milliseconds: such images go apart after two minutes. */
const stuckPatience = 3 * 60_000;

/** Nodes that a rollout has come to, and where it does not get on. */
export interface StuckNodes {
  /** They have no room for the new pod beside the old one. */
  readonly withoutRoom: number;
  /** What these have too little of, most frequent first, such as `cpu (2 nodes)`; at most five. */
  readonly lacks: readonly string[];
  /** They are down, and have a second pod that waits for them. */
  readonly down: number;
  /** All of these, and those whose new pod pulls nothing and fails, has no sandbox, or was thrown out. */
  readonly all: number;
}

/**
 * @param pods all of a DaemonSet's
 * @param byNode those on nodes that are Ready
 */
export function countStuck(pods: readonly PodView[], byNode: NodePods, now: Date): StuckNodes {
  const nodes = [...byNode.values()];
  const full = nodes.filter(pods => isFull(pods, now.getTime()));
  const failing = nodes.filter(pods => !full.includes(pods) && pods.some(pod => isStuck(pod, now.getTime())));
  // A node that is down gets a second pod like any other, which does not become Ready.
  const onDown = pods.filter(({node}) => node !== undefined && !byNode.has(node));
  const down = [...Map.groupBy(onDown, ({node}) => node).values()].filter(({length}) => length > 1);
  return {...countLacks(full), down: down.length, all: full.length + failing.length + down.length};
}

/** Full nodes, and what they are full of. */
export function countLacks(full: readonly (readonly PodView[])[]): Pick<StuckNodes, 'withoutRoom' | 'lacks'> {
  const lacks = full.flatMap(pods => pods.flatMap(({lacks}) => lacks ?? []).slice(0, 1));
  return {withoutRoom: full.length, lacks: rankReasons(lacks)};
}

/**
 * Holds a pod, and has had no room for another for a while. By the pods themselves: two that were made in the same
 * second have no order.
 */
export const isFull = (pods: readonly PodView[], now: number): boolean =>
  pods.some(({lacks, createdAt}) => lacks !== undefined && now - createdAt >= roomPatience) &&
  pods.some(({lacks}) => lacks === undefined);

/** Does a new pod pull nothing, and not get on? */
export function isStuck(pod: PodView, now: number): boolean {
  const {ready, containers, foreign, createdAt, isOut} = pod;
  if (isOut) return true;
  const age = now - createdAt;
  if (hasNoSandbox(pod, now)) return true;
  const failing = containers.filter(({state}) => state === 'failing').length;
  if (ready || containers.some(({state}) => state === 'pulling')) return false;
  if (failing > 0) return age >= (failing === containers.length ? roomPatience : stuckPatience);
  return foreign.length > 0 && age >= stuckPatience && containers.every(({state}) => state === 'running');
}

/** Has its kubelet had time enough to make a sandbox for it, and did not? */
export const hasNoSandbox = ({withoutSandbox, createdAt}: PodView, now: number): boolean =>
  withoutSandbox && now - createdAt >= roomPatience;
