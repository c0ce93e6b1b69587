import {eventTypes} from '@image-puller/shared/events';
import {isRememberedFailing, isUp, isUpdated, parseMemories} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {findRequest, readDeclaredRequest} from '@image-puller/shared/plan';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {askServer, findPullers, listPullers, observePuller, type PlannedPuller} from '../observe/index.ts';
import {answering, combineOutcomes, done, unlessItFails} from '../outcome.ts';
import {untilSettled} from '../settle.ts';
import type {Context, Outcome, Step} from '../step.ts';
import {sayAccepted, sayRejected, sayRival, tell, tellProblem} from '../tell/index.ts';
import {bridgeGaps} from './bridge.ts';
import {noteClaims} from './claims.ts';
import {deleteLeftovers} from './leftovers.ts';
import {paceLanes, performPaced} from './pace.ts';

/**
 * Makes the DaemonSets of a puller what its ConfigMap says. The only writer of specs.
 *
 * 1. The event says whose bell rang; nothing else in it is believed.
 * 2. Read the DaemonSets, then the ConfigMap (this order makes a stale writer conflict).
 * 3. A bad configuration is told to its author and changes nothing.
 * 4. Decide, write, tell. A conflict, or a ConfigMap that changed meanwhile, starts again at 2.
 */
export const apply: Step = answering(async ({type, object}, context) => {
  if (object === undefined && type !== 'start')
    return {result: 'malformed', reason: `a ${type} for apply names no object`};
  if (object !== undefined && object.namespace !== context.cluster.namespace) return done('in another namespace');
  const names = object === undefined ? await listPullers(context) : await findPullers(object, context);
  // A DaemonSet rings at each change of its status, thousands of times in a large rollout: that is nobody's news.
  const wasAsked = object?.kind === 'ConfigMap';
  const bell = {wasAsked, isEdit: wasAsked && edits.has(type), isWatched: watched.has(type)};
  // What fails for one is not to hold up another.
  return combineOutcomes(
    await Promise.all(names.map(name => unlessItFails(() => applyPuller(name, bell, context), context))),
  );
});

const edits: ReadonlySet<string> = new Set([eventTypes.objectAdded, eventTypes.objectUpdated]);

const watched: ReadonlySet<string> = new Set([eventTypes.daemonSetDrifted, eventTypes.imageIsolate]);

/** What rang. */
interface Bell {
  /** A puller, not its DaemonSet. */
  readonly wasAsked: boolean;
  /** An edit of it. */
  readonly isEdit: boolean;
  /** check, which looks again by itself whether it was done. */
  readonly isWatched: boolean;
}

async function applyPuller(name: string, {wasAsked, isEdit, isWatched}: Bell, context: Context): Promise<Outcome> {
  // What an earlier attempt did has been done, whatever a later one finds.
  const decisions: string[] = [];
  return await untilSettled(async () => {
    const {cluster} = context;
    const puller = await observePuller(name, askServer(context), context);
    if (puller.is === 'none') return done(`${name}: ${[...decisions, 'no puller'].join(', ')}`);
    if (puller.is === 'rejected') {
      await tell(puller.configMap, sayRejected(puller), context);
      const claimed = await noteClaims(puller.claims, context);
      return done(`${name}: ${[`rejected, ${puller.errors.length} problems`, ...claimed].join(', ')}`);
    }

    const {lanes} = await bridgeGaps(await paceLanes(puller, context), context);
    const performed = await Promise.all(lanes.map(lane => performPaced(lane, puller, context)));
    const wrote = performed.some(({by}) => by === 'write');
    decisions.push(...performed.filter(({by}) => by === 'write').map(({decision}) => decision));
    // What is being deleted may ring nobody when it has gone: a Go puller's has no label of ours.
    const isPostponed = performed.some(({by}) => by === 'nobody yet');
    const isOpen =
      wrote ||
      lanes.some(({action}) => action.do === 'wait') ||
      (isPostponed && !isWatched) ||
      isRefreshAsked(puller, context) ||
      isMended(puller);
    if (isOpen) context.publish({type: eventTypes.phaseOpen, puller: {namespace: cluster.namespace, name}});
    const warnings = wasAsked || wrote ? puller.warnings.map(tellProblem('ConfigurationWarning')) : [];
    const rivals = isOpen ? puller.lanes.flatMap(lane => sayRival(lane, puller.configMap)) : [];
    const isTaken = isEdit && !isPostponed && lanes.every(({action}) => action.do !== 'refuse');
    const accepted = isTaken ? [sayAccepted(puller.config, puller.warnings)] : [];
    await tell(
      puller.configMap,
      [...warnings, ...performed.flatMap(({told}) => told), ...accepted, ...rivals],
      context,
    );
    if (wrote && (await hasChanged(puller.configMap, context))) return 'again';
    const claimed = await noteClaims(puller.claims, context);
    const leftovers = wrote ? [] : await deleteLeftovers({...puller, lanes}, cluster);
    const idle = performed.filter(({by}) => by !== 'write').map(({decision}) => decision);
    const decision = `${name}: ${[...decisions, ...idle, ...claimed, ...leftovers].join(', ')}`;
    return isPostponed ? {result: 'postponed', reason: decision} : done(decision);
  });
}

/** An image that is held apart is up everywhere, and check has not told yet: it does not watch what fails there. */
function isMended({lanes: [main, ...apart]}: PlannedPuller): boolean {
  const memories = parseMemories(main?.observed?.metadata.annotations?.[annotations.images]);
  return apart.some(
    ({lane, observed}) => observed !== undefined && isUp(observed) && isRememberedFailing(memories, lane.images),
  );
}

/** check keeps what was asked for, and sees to it. While a rollout is under way it looks in any case. */
function isRefreshAsked({configMap, lanes}: PlannedPuller, {now}: Context): boolean {
  const [main] = lanes;
  if (main?.observed === undefined || main.ownership.is !== 'Ours') return false;
  if (readDeclaredRequest(configMap, main.observed, now()).news !== undefined) return true;
  return findRequest(main.observed) !== undefined && isUpdated(main.observed) && isUp(main.observed);
}

/** An edit and its revert can pass a slower handler without any conflict on the DaemonSet: only the ConfigMap tells. */
async function hasChanged({metadata}: Live<ConfigMap>, {cluster}: Context): Promise<boolean> {
  const now = await cluster.readConfigMap(metadata.name);
  return now?.metadata.uid !== metadata.uid || now.metadata.resourceVersion !== metadata.resourceVersion;
}
