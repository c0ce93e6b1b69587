import {type EventType, eventTypes} from '@image-puller/shared/events';
import {groupByNode, type NodesView, summarizePuller} from '@image-puller/shared/health';
import {sayBlocked, sayRefused, sayRejected} from '@image-puller/shared/tell';
import {
  askRecord,
  explainSandboxes,
  type LanePlan,
  observePuller,
  type PlannedLane,
  type PlannedPuller,
  readLeftovers,
  readPlannedLanes,
} from '../observe/index.ts';
import type {Context} from '../step.ts';
import {tell} from '../tell/index.ts';
import {noteImages} from './images.ts';
import {noteLanes} from './lanes.ts';
import {lookAtRefresh} from './refresh.ts';
import {noteRefusal} from './refusal.ts';
import {noteStarts} from './starts.ts';
import {noteSurge} from './surge.ts';

/** What one look at a puller found. */
export interface Look {
  /** For the log. */
  readonly decision: string;
  /** A rollout is under way and gets on: look again soon. */
  readonly isRolling: boolean;
  /** A DaemonSet is absent, or not what it should be, and apply was rung for it: was it done? */
  readonly isDrifted: boolean;
}

/** A deletion that takes longer is left to the tick, in milliseconds: a finalizer may hold it for ever. */
const deletionPatience = 10 * 60_000;

const isGoing = ({action, observed}: LanePlan, now: Date): boolean =>
  action.do === 'wait' && now.getTime() - Date.parse(observed?.metadata.deletionTimestamp ?? '') < deletionPatience;

/** Looks at one puller, tells what is to be told, and rings what is due. */
export async function lookAtPuller(name: string, nodes: NodesView | undefined, context: Context): Promise<Look> {
  const {cluster, now, publish} = context;
  const ring = (type: EventType) => publish({type, puller: {namespace: cluster.namespace, name}});
  const puller = await observePuller(name, askRecord, context);
  if (puller.is === 'none') return {decision: 'no puller', isRolling: false, isDrifted: false};
  if (puller.is === 'rejected') {
    await tell(puller.configMap, sayRejected(puller), context);
    if (puller.claims.length > 0) ring(eventTypes.daemonSetDrifted);
    return {decision: 'rejected', isRolling: false, isDrifted: false};
  }

  const found: string[] = [];
  let isRolling = false;
  for (const plan of puller.lanes) {
    const {action} = plan;
    if (action.do === 'refuse') await tell(puller.configMap, sayRefused(action.since, action.because).told, context);
    if (action.do === 'create' || action.do === 'replace') {
      ring(eventTypes.daemonSetDrifted);
      found.push(action.do === 'create' ? 'absent' : 'drifted');
    }
    isRolling ||= isGoing(plan, now());
  }
  if (puller.leftovers.length + puller.claims.length > 0) ring(eventTypes.daemonSetDrifted);
  const [main, ...isolated] = await readPlannedLanes(puller.lanes, nodes, context.cluster);
  // Without main nothing can be noted, and what is apart is judged when it is there.
  const isDrifted = found.length > 0;
  if (main === undefined || main.plan !== puller.lanes[0])
    return {decision: found.join(', ') || 'not ours', isRolling, isDrifted};
  const look = await lookAtLanes(puller, main, isolated, isRolling, nodes, context);
  return {...look, decision: [...found, look.decision].join(', '), isDrifted};
}

/** Looks at the pods of a puller whose main DaemonSet is there; `isRolling` by what is known without them. */
async function lookAtLanes(
  puller: PlannedPuller,
  main: PlannedLane,
  isolated: readonly PlannedLane[],
  isRolling: boolean,
  nodes: NodesView | undefined,
  context: Context,
): Promise<Omit<Look, 'isDrifted'>> {
  const {cluster, now, publish} = context;
  const {configMap, config} = puller;
  const ring = (type: EventType) =>
    publish({type, puller: {namespace: cluster.namespace, name: configMap.metadata.name}});
  const lanes = [main, ...isolated];
  const found: string[] = [];
  // What is about to go holds images until then.
  const leftovers = await readLeftovers(puller, nodes, cluster);
  const views = await explainSandboxes([...lanes, ...leftovers], context);
  const summary = summarizePuller(config.images, views, nodes, now());
  if (summary.blocked.lasting > 0) await tell(configMap, [sayBlocked(summary.blocked)], context);
  const pods = lanes.flatMap(lane => lane.pods);
  await noteImages(configMap, main.daemonSet, summary.images, pods, context);
  const isSettled = !summary.rolling && main.plan.action.do === 'nothing';
  await noteStarts(
    configMap,
    main.daemonSet,
    views.slice(0, lanes.length).map(lane => groupByNode(lane.pods, nodes?.ready)),
    summary,
    context,
  );
  const moves = await noteLanes(main, isolated, {...puller, isSettled}, context);
  if (moves.isDue) {
    ring(eventTypes.imageIsolate);
    found.push('images move');
  }
  for (const lane of lanes) {
    const admission = await noteRefusal(configMap, lane, context);
    if (!(await noteSurge(puller, lane, admission, context))) continue;
    ring(eventTypes.daemonSetDrifted);
    found.push('no room for a surge');
  }
  const isOpen = isRolling || summary.rolling || moves.isOpen;
  const refresh = await lookAtRefresh(puller, main.daemonSet, isOpen, context);
  if (refresh.isDue) found.push('refresh due');
  found.push(summary.ready ? 'ready' : isOpen ? 'rolling' : 'not ready');
  return {decision: found.join(', '), isRolling: isOpen || refresh.isOpen};
}
