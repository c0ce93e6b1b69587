import {eventTypes} from '@image-puller/shared/events';
import {isUp, isUpdated} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {findRequest, readDeclaredRequest} from '@image-puller/shared/plan';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {askServer, findPullers, observePuller, type PlannedPuller} from '../observe/index.ts';
import {answering, combineOutcomes, done} from '../outcome.ts';
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
  if (object === undefined) return {result: 'malformed', reason: `a ${type} for apply names no object`};
  if (object.namespace !== context.cluster.namespace) return done('in another namespace');
  const names = await findPullers(object, context);
  // A DaemonSet rings at each change of its status, thousands of times in a large rollout: that is nobody's news.
  const wasAsked = object.kind === 'ConfigMap';
  const bell = {wasAsked, isEdit: wasAsked && edits.has(type)};
  return combineOutcomes(await Promise.all(names.map(name => applyPuller(name, bell, context))));
});

const edits: ReadonlySet<string> = new Set([eventTypes.objectAdded, eventTypes.objectUpdated]);

/** What rang: a puller, not its DaemonSet; an edit of it. */
interface Bell {
  readonly wasAsked: boolean;
  readonly isEdit: boolean;
}

async function applyPuller(name: string, {wasAsked, isEdit}: Bell, context: Context): Promise<Outcome> {
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
    const wrote = performed.some(({by}) => by !== 'none');
    decisions.push(...performed.filter(({by}) => by !== 'none').map(({decision}) => decision));
    // What is being deleted may ring nobody when it has gone: a Go puller's has no label of ours.
    const isOpen = wrote || lanes.some(({action}) => action.do === 'wait') || isRefreshAsked(puller, context);
    if (isOpen) await context.publish({type: eventTypes.phaseOpen, puller: {namespace: cluster.namespace, name}});
    const warnings = wasAsked || wrote ? puller.warnings.map(tellProblem('ConfigurationWarning')) : [];
    const rivals = isOpen ? puller.lanes.flatMap(lane => sayRival(lane, puller.configMap)) : [];
    const isTaken = isEdit && lanes.every(({action}) => action.do !== 'refuse');
    const accepted = isTaken ? [sayAccepted(puller.config, puller.warnings)] : [];
    await tell(
      puller.configMap,
      [...warnings, ...performed.flatMap(({told}) => told), ...accepted, ...rivals],
      context,
    );
    if (wrote && (await hasChanged(puller.configMap, context))) return 'again';
    const claimed = await noteClaims(puller.claims, context);
    const leftovers = wrote ? [] : await deleteLeftovers({...puller, lanes}, cluster);
    const idle = performed.filter(({by}) => by === 'none').map(({decision}) => decision);
    return done(`${name}: ${[...decisions, ...idle, ...claimed, ...leftovers].join(', ')}`);
  });
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
