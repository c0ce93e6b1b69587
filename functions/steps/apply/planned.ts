import {eventTypes} from '@image-puller/shared/events';
import type {Live} from '@image-puller/shared/live';
import {type ApplyPlan, isOpen} from '@image-puller/shared/plan';
import {configurationAccepted, sayFailed, sayRival, sayWarnings, type Told} from '@image-puller/shared/tell';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {ApiError} from '../../cluster/index.ts';
import {tell} from '../../puller/index.ts';
import type {Context, Outcome} from '../../step.ts';
import {done} from '../outcome.ts';
import {noteClaims} from './claims.ts';
import {letGo} from './leave.ts';
import {type Performed, performLane} from './perform.ts';

/** What rang. */
export interface Bell {
  /** A puller, not its DaemonSet. */
  readonly wasAsked: boolean;
  /** An edit of it. */
  readonly isEdit: boolean;
  /** check, which found that a DaemonSet is not what its ConfigMap says. */
  readonly isDrift: boolean;
  /** check, which looks again by itself whether it was done. */
  readonly isWatched: boolean;
}

/** What one invocation has found out about a puller, however often it begins again. */
export interface Progress {
  /** What was done so far, for the log. */
  readonly decisions: string[];
  /** Without that right (an older installation's) Kubernetes replaces the pods, however many at once. */
  mayDeletePods: boolean;
}

/**
 * Writes and deletes what was planned for a puller, and tells it. Where the API server fails at one of its objects, that is
 * told and put off; the others go on.
 *
 * @param progress what was done and found out so far; this adds to it
 * @returns `again` where the ConfigMap changed meanwhile, or another plan is needed
 */
export async function applyPlanned(
  plan: ApplyPlan,
  bell: Bell,
  progress: Progress,
  context: Context,
): Promise<Outcome | 'again'> {
  try {
    return await performPlan(plan, bell, progress, context);
  } catch (error) {
    if (!(error instanceof ApiError) || !error.isOfObject) throw error;
    const {decision, told} = sayFailed(error.message);
    if (!bell.isWatched) openPhase(plan, context);
    await tell(plan.configMap, told, context);
    const decisions = [...progress.decisions, decision].join(', ');
    return {result: 'postponed', reason: `${plan.configMap.metadata.name}: ${decisions}`};
  }
}

/** What came of the lanes of a puller. */
interface Performing {
  readonly performed: readonly Performed[];
  readonly wrote: boolean;
  readonly isPostponed: boolean;
}

async function performPlan(
  plan: ApplyPlan,
  bell: Bell,
  progress: Progress,
  context: Context,
): Promise<Outcome | 'again'> {
  const {configMap, lanes} = plan;
  const performed = await Promise.all(lanes.map(lane => performLane(lane, context)));
  const wrote = performed.some(({by}) => by === 'write');
  const isPostponed = performed.some(({by}) => by === 'postponed');
  progress.decisions.push(...performed.filter(({by}) => by === 'write').map(({decision}) => decision));

  const isWatchedNow = wrote || (isPostponed && !bell.isWatched) || isOpen(plan, context.now());
  if (isWatchedNow) openPhase(plan, context);
  const rivals = isWatchedNow ? lanes.flatMap(lane => sayRival(lane, configMap)) : [];
  await tell(configMap, [...sayPerformed(plan, bell, {performed, wrote, isPostponed}), ...rivals], context);
  if (performed.some(({by}) => by === 'nobody')) {
    progress.mayDeletePods = false;
    return 'again';
  }
  if (wrote && (await hasChanged(configMap, context))) return 'again';

  const claimed = await noteClaims(plan.claims, context);
  const left = wrote ? [] : await letGo(plan.departures, context.cluster);
  const idle = performed.filter(({by}) => by !== 'write').map(({decision}) => decision);
  const decision = `${configMap.metadata.name}: ${[...progress.decisions, ...idle, ...claimed, ...left].join(', ')}`;
  return isPostponed ? {result: 'postponed', reason: decision} : done(decision);
}

const openPhase = ({configMap}: ApplyPlan, {publish, cluster: {namespace}}: Context): void =>
  publish({type: eventTypes.phaseOpen, puller: {namespace, name: configMap.metadata.name}});

/** What is said of the configuration, and of what came of each lane. */
function sayPerformed(
  {config, warnings, lanes}: ApplyPlan,
  {wasAsked, isEdit, isDrift}: Bell,
  {performed, wrote, isPostponed}: Performing,
): readonly Told[] {
  // What check rings for is an edit that was put off, or whose event was lost.
  const isInForce =
    (isEdit || (isDrift && wrote)) && !isPostponed && lanes.every(({action}) => action.do !== 'decline');
  return [
    ...(wasAsked || wrote ? sayWarnings(warnings) : []),
    ...performed.flatMap(({told}) => told),
    ...(isInForce ? [configurationAccepted.say(config, warnings)] : []),
  ];
}

/** An edit and its revert can pass a slower handler without any conflict on the DaemonSet: only the ConfigMap tells. */
async function hasChanged({metadata}: Live<ConfigMap>, {cluster}: Context): Promise<boolean> {
  const now = await cluster.readConfigMap(metadata.name);
  return now?.metadata.uid !== metadata.uid || now.metadata.resourceVersion !== metadata.resourceVersion;
}
