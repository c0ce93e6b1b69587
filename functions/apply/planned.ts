import {eventTypes} from '@image-puller/shared/events';
import type {Live} from '@image-puller/shared/live';
import {sayAccepted, sayFailed, sayRival, type Told, tellProblem} from '@image-puller/shared/tell';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {ApiError} from '../cluster/index.ts';
import type {PlannedPuller} from '../observe/index.ts';
import {done} from '../outcome.ts';
import type {Context, Outcome} from '../step.ts';
import {tell} from '../tell/index.ts';
import {bridgeGaps} from './bridge.ts';
import {noteClaims} from './claims.ts';
import {deleteLeftovers} from './leftovers.ts';
import {paceLanes, performPaced} from './pace.ts';
import type {Performed} from './perform.ts';
import {isOpen} from './phase.ts';

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

/**
 * Writes and deletes what was planned for a puller, and tells it. Where the API server fails at one of its objects, that is
 * told and put off; the others go on.
 *
 * @param decisions what was done so far, for the log; this adds to it
 * @returns `again` where the ConfigMap changed meanwhile
 */
export async function applyPlanned(
  puller: PlannedPuller,
  bell: Bell,
  decisions: string[],
  context: Context,
): Promise<Outcome | 'again'> {
  try {
    return await performPlan(puller, bell, decisions, context);
  } catch (error) {
    if (!(error instanceof ApiError) || !error.isOfObject) throw error;
    const {decision, told} = sayFailed(error.message);
    if (!bell.isWatched) openPhase(puller, context);
    await tell(puller.configMap, told, context);
    return {result: 'postponed', reason: `${puller.configMap.metadata.name}: ${[...decisions, decision].join(', ')}`};
  }
}

/** What came of the lanes of a puller. */
interface Performing {
  readonly performed: readonly Performed[];
  readonly wrote: boolean;
  readonly isPostponed: boolean;
}

async function performPlan(
  puller: PlannedPuller,
  bell: Bell,
  decisions: string[],
  context: Context,
): Promise<Outcome | 'again'> {
  const {configMap} = puller;
  const {lanes} = await bridgeGaps(await paceLanes(puller, context), context);
  const performed = await Promise.all(lanes.map(lane => performPaced(lane, puller, context)));
  const performing: Performing = {
    performed,
    wrote: performed.some(({by}) => by === 'write'),
    isPostponed: performed.some(({by}) => by === 'postponed'),
  };
  const {wrote, isPostponed} = performing;
  const paced = {...puller, lanes};
  decisions.push(...performed.filter(({by}) => by === 'write').map(({decision}) => decision));

  const isWatchedNow = wrote || (isPostponed && !bell.isWatched) || isOpen(paced, context.now());
  if (isWatchedNow) openPhase(puller, context);
  const rivals = isWatchedNow ? puller.lanes.flatMap(lane => sayRival(lane, configMap)) : [];
  await tell(configMap, [...sayPerformed(paced, bell, performing), ...rivals], context);
  if (wrote && (await hasChanged(configMap, context))) return 'again';

  const claimed = await noteClaims(puller.claims, context);
  const leftovers = wrote ? [] : await deleteLeftovers(paced, context.cluster);
  const idle = performed.filter(({by}) => by !== 'write').map(({decision}) => decision);
  const decision = `${configMap.metadata.name}: ${[...decisions, ...idle, ...claimed, ...leftovers].join(', ')}`;
  return isPostponed ? {result: 'postponed', reason: decision} : done(decision);
}

const openPhase = ({configMap}: PlannedPuller, {publish, cluster: {namespace}}: Context): void =>
  publish({type: eventTypes.phaseOpen, puller: {namespace, name: configMap.metadata.name}});

/** What is said of the configuration, and of what came of each lane. */
function sayPerformed(
  {config, warnings, lanes}: PlannedPuller,
  {wasAsked, isEdit, isDrift}: Bell,
  {performed, wrote, isPostponed}: Performing,
): readonly Told[] {
  // What check rings for is an edit that was put off, or whose event was lost.
  const isInForce = (isEdit || (isDrift && wrote)) && !isPostponed && lanes.every(({action}) => action.do !== 'refuse');
  return [
    ...(wasAsked || wrote ? warnings.map(tellProblem('ConfigurationWarning')) : []),
    ...performed.flatMap(({told}) => told),
    ...(isInForce ? [sayAccepted(config, warnings)] : []),
  ];
}

/** An edit and its revert can pass a slower handler without any conflict on the DaemonSet: only the ConfigMap tells. */
async function hasChanged({metadata}: Live<ConfigMap>, {cluster}: Context): Promise<boolean> {
  const now = await cluster.readConfigMap(metadata.name);
  return now?.metadata.uid !== metadata.uid || now.metadata.resourceVersion !== metadata.resourceVersion;
}
