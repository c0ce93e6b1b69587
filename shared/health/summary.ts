import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {NamedImage} from '../config/index.ts';
import {type Exclusion, exclude} from '../nodes/index.ts';
import {type BlockedNodes, countBlocked} from './blocked.ts';
import {type ImageSummary, summarizeImage} from './image-summary.ts';
import {groupByNode} from './node-pods.ts';
import type {NodesView} from './node-view.ts';
import type {PodView} from './pod-view.ts';
import {findLastMove, isObserved, isUp, isUpdated} from './rollout.ts';
import {countLacks, isFull} from './stuck.ts';

/** What is known of one puller's nodes. */
export interface NodeCounts {
  /** Nodes that are Ready, not being deleted, and wanted by the DaemonSet. */
  readonly eligible: number;
  /** All nodes of the cluster; those that the DaemonSet wants where we may not read nodes. */
  readonly total: number;
  /** Why the others are not eligible; empty where we may not read nodes. */
  readonly excluded: readonly Exclusion[];
}

/** A DaemonSet and its pods. */
export interface ObservedLane {
  readonly daemonSet: DaemonSet;
  /** Those that it controls, in any order, terminating ones left out. */
  readonly pods: readonly PodView[];
  /** Why the API server takes no more of them, where that is known. */
  readonly refused?: string | undefined;
}

/** Is it warm, and if not, why. */
export interface PullerSummary {
  /** Every image is held on every eligible node, by pods that nothing keeps from being Ready. */
  readonly ready: boolean;
  readonly nodes: NodeCounts;
  readonly images: readonly ImageSummary[];
  /** Nodes whose pod stays for now because they have no room for its successor beside it. */
  readonly withoutRoom: number;
  /** What these have too little of (see `StuckNodes`). */
  readonly lacks: readonly string[];
  readonly blocked: BlockedNodes;
  /**
   * A rollout is under way and gets on: its spec was written, or a pod of it made, a short time ago. Not that of an image which is
   * held apart and only tried again.
   */
  readonly rolling: boolean;
}

/** A rollout in which nothing began for this long is left to the tick: it waits for somebody. In milliseconds. */
const patience = 10 * 60_000;

/**
 * Sums up a puller by the pods of its DaemonSets.
 *
 * @param lanes its DaemonSets, first the one for all images that do not fail; none where nothing is there yet
 * @param nodes all nodes, or undefined where we may not read them: then every node with a pod counts as Ready
 */
export function summarizePuller(
  images: readonly NamedImage[],
  lanes: readonly ObservedLane[],
  nodes: NodesView | undefined,
  now: Date,
): PullerSummary {
  const [main] = lanes;
  const wanted = main?.daemonSet.status?.desiredNumberScheduled ?? 0;
  const pods = main?.pods ?? [];
  const {names, excluded} = exclude(nodes?.facts ?? [], main?.daemonSet.spec?.template.spec);
  // A pod stays where a taint came later, and is none of those that are wanted.
  const ready = nodes && new Set([...nodes.ready].filter(name => !names.has(name)));
  const byNode = groupLanes(lanes, ready);
  // A pod of a node that has gone is there until somebody collects it, and stands for none of the wanted.
  const covered = new Set(pods.flatMap(({node}) => (node === undefined || nodes?.all.has(node) === false ? [] : node)));
  const free = ready === undefined ? Number.POSITIVE_INFINITY : [...ready].filter(node => !covered.has(node)).length;
  // Nodes that the DaemonSet wants and that have no pod yet: they wait, if they can be waited for.
  const missing = Math.min(free, Math.max(0, wanted - covered.size));
  const views = [...byNode.values()];
  const reason = pods.find(({node}) => node === undefined)?.trouble ?? main?.refused;
  const summaries = images.map(image => summarizeImage(image, views, {nodes: missing, reason}));
  const eligible = views.length + missing;
  const blocked = countBlocked(views, now);
  return {
    ready:
      eligible > 0 &&
      isObserved(main?.daemonSet) &&
      blocked.nodes === 0 &&
      summaries.every(({held}) => held === eligible),
    nodes: {eligible, total: nodes?.all.size ?? wanted, excluded},
    images: summaries,
    blocked,
    ...countLacks(views.flatMap(lanes => lanes.filter(pods => isFull(pods, now.getTime())).slice(0, 1))),
    rolling: lanes.some((lane, index) => isUnderWay(lane, now) && !(index > 0 && onlyRetries(lane))),
  };
}

const isUnderWay = ({daemonSet, pods}: ObservedLane, now: Date): boolean =>
  !(isUpdated(daemonSet) && isUp(daemonSet)) && now.getTime() - findLastMove(daemonSet, pods) < patience;

/**
 * Its pods are all there, and what doesn't run in them fails: the kubelet tries that again, up to five minutes apart. An image
 * that is held apart may do so for days. When it is held, the DaemonSet's status changes, and wakes apply; without a watch the
 * tick finds it.
 */
const onlyRetries = ({daemonSet, pods}: ObservedLane): boolean =>
  isUpdated(daemonSet) &&
  pods.every(({containers}) => containers.every(({state}) => state === 'running' || state === 'failing'));

/** The pods of each Ready node that the first lane has a pod on, by lane. */
function groupLanes(
  [main, ...isolated]: readonly ObservedLane[],
  ready: ReadonlySet<string> | undefined,
): Map<string, (readonly PodView[])[]> {
  const byNode = new Map<string, (readonly PodView[])[]>();
  for (const [node, pods] of groupByNode(main?.pods ?? [], ready)) byNode.set(node, [pods]);
  for (const {pods: all} of isolated) {
    for (const [node, pods] of groupByNode(all, ready)) byNode.get(node)?.push(pods);
  }
  return byNode;
}
