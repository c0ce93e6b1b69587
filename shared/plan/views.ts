import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {type Asking, ask, askAll, askBoth} from '../ask/index.ts';
import {
  findLastMove,
  groupByNode,
  hasNoSandbox,
  type NodePods,
  type NodesView,
  type ObservedLane,
  type PodView,
} from '../health/index.ts';
import {nameBridge, viewBridge} from '../lanes/index.ts';
import type {Live} from '../live/index.ts';
import {countUnmade, findPodTrouble, findRefusal, type Refusal} from '../refusal/index.ts';
import type {LanePlan, OwnLane, PlannedPuller} from './puller.ts';

/** A DaemonSet of ours with its pods. */
export interface LaneView extends ObservedLane {
  readonly daemonSet: Live<DaemonSet>;
  /** Those on nodes that are Ready. */
  readonly byNode: NodePods;
}

/** A lane that has a DaemonSet of ours, as it is planned and as it is. */
export interface PlannedView extends LaneView {
  readonly plan: LanePlan;
}

/** Asks for the pods of a DaemonSet. */
function* askView(daemonSet: Live<DaemonSet>, nodes: NodesView | undefined): Asking<LaneView> {
  const pods = yield* ask('pods', daemonSet);
  return {daemonSet, pods, byNode: groupByNode(pods, nodes?.ready)};
}

/** The same for several. */
export const askViews = (
  daemonSets: readonly Live<DaemonSet>[],
  nodes: NodesView | undefined,
): Asking<readonly LaneView[]> => askAll(daemonSets.map(daemonSet => askView(daemonSet, nodes)));

/** Asks for the pods of DaemonSets, on whatever nodes. */
export function* askByNode(daemonSets: readonly Live<DaemonSet>[]): Asking<readonly NodePods[]> {
  return (yield* askViews(daemonSets, undefined)).map(({byNode}) => byNode);
}

/** Asks for the pods of lanes that have a DaemonSet of ours, main first. */
export function* askPlannedViews(
  [main, ...others]: readonly [OwnLane, ...OwnLane[]],
  nodes: NodesView | undefined,
): Asking<readonly [PlannedView, ...PlannedView[]]> {
  const view = function* (plan: OwnLane): Asking<PlannedView> {
    return {...(yield* askView(plan.observed, nodes)), plan};
  };
  const [first, rest] = yield* askBoth(view(main), askAll(others.map(view)));
  return [first, ...rest];
}

/** Asks for the pods of what a puller has beside its lanes, which holds images until it goes. A bridge that lacks one does not fail. */
export function* askLeftoverViews(
  {config, leftovers}: Pick<PlannedPuller, 'config' | 'leftovers'>,
  nodes: NodesView | undefined,
): Asking<readonly LaneView[]> {
  const bridge = nameBridge(config.daemonSetName);
  const views = yield* askViews(leftovers, nodes);
  return views.map(view => (view.daemonSet.metadata.name === bridge ? {...view, pods: viewBridge(view.pods)} : view));
}

/** Before the controller of a DaemonSet is asked why it makes no pod, in milliseconds: it usually is about to. */
const createPatience = 10_000;

/**
 * Finds out why pods of a DaemonSet that should be there are not: by the Events of its controller, which are asked for only
 * where something is missing and nothing has moved for a while.
 *
 * @returns undefined where nothing is refused, and where we may not list Events
 */
export function* askRefusal(
  {daemonSet, pods}: Pick<LaneView, 'daemonSet' | 'pods'>,
  now: Date,
): Asking<Refusal | undefined> {
  const {missing, old} = countUnmade(daemonSet, pods);
  const since = findLastMove(daemonSet, pods);
  if (missing + old === 0 || now.getTime() - since < createPatience) return undefined;
  const events = yield* ask('failedCreates', daemonSet);
  return events === 'forbidden' ? undefined : findRefusal(events, since);
}

/** Of the pods of one DaemonSet that do not begin, so many are asked about: mostly all have one cause. */
const mostAsked = 3;

/** What is said of a pod that nothing more is known of. */
const unknown = "the kubelet can't make the pod's sandbox";

/** Says of pods that kubelets can't begin why that is, by the Events of the kubelets, which alone have it. */
export const explainSandboxes = <T extends {readonly pods: readonly PodView[]}>(
  lanes: readonly T[],
  now: Date,
): Asking<readonly T[]> => askAll(lanes.map(lane => explainLane(lane, now)));

function* explainLane<T extends {readonly pods: readonly PodView[]}>(lane: T, now: Date): Asking<T> {
  const stuck = lane.pods.filter(pod => hasNoSandbox(pod, now.getTime()));
  if (stuck.length === 0) return lane;
  const asked = stuck.slice(0, mostAsked);
  const words = yield* askAll(asked.map(askKubelet));
  const troubles = new Map(asked.map((pod, index) => [pod, words[index] ?? unknown]));
  const [known = unknown] = troubles.values();
  const explain = (pod: PodView) => (stuck.includes(pod) ? {...pod, trouble: troubles.get(pod) ?? known} : pod);
  return {...lane, pods: lane.pods.map(explain)};
}

function* askKubelet({uid}: PodView): Asking<string | undefined> {
  const events = yield* ask('podWarnings', {uid});
  return events === 'forbidden' ? undefined : findPodTrouble(events);
}
