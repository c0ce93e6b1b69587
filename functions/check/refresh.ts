import {decideRefresh, readDeclaredRequest} from '@image-puller/shared/decide';
import {eventTypes} from '@image-puller/shared/events';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {sayRequested, sayWaiting} from '@image-puller/shared/tell';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {type PlannedPuller, readProbes} from '../observe/index.ts';
import type {Context} from '../step.ts';
import {tell} from '../tell/index.ts';

/** What one look found of refreshes. */
export interface RefreshLook {
  readonly isDue: boolean;
  /** A probe is out, or what was asked for is granted in a moment: look again soon. */
  readonly isOpen: boolean;
}

/**
 * Keeps on main's DaemonSet which refresh was asked for on the declaration, where it outlives whatever becomes of that, and
 * rings refresh where one is due.
 */
export async function lookAtRefresh(
  puller: PlannedPuller,
  daemonSet: Live<DaemonSet>,
  isRolling: boolean,
  context: Context,
): Promise<RefreshLook> {
  const {configMap, config} = puller;
  const {cluster, now, publish} = context;
  const kept = await keepRequest(puller, daemonSet, context);
  const decision = decideRefresh(config, kept, isRolling, now());
  await tell(configMap, sayWaiting(decision), context);
  if (!decision.due) return {isDue: false, isOpen: decision.because === 'asked too soon'};
  publish({
    type: eventTypes.refreshDue,
    puller: {namespace: cluster.namespace, name: configMap.metadata.name},
  });
  // A probe that is out is read when refresh is rung again; it ends by itself.
  const probes = await readProbes(puller, context);
  // One that is out for longer pulls, and is left to the tick.
  return {isDue: true, isOpen: probes.some(({isOver, isYoung}) => !isOver && isYoung)};
}

/** @returns the DaemonSet with the request that is kept on it from now on */
async function keepRequest(
  {configMap}: PlannedPuller,
  daemonSet: Live<DaemonSet>,
  context: Context,
): Promise<Live<DaemonSet>> {
  const {news, problem} = readDeclaredRequest(configMap, daemonSet, context.now());
  if (problem !== undefined) await tell(configMap, [{reason: 'ConfigurationWarning', message: problem}], context);
  if (news === undefined) return daemonSet;
  const {name, uid} = daemonSet.metadata;
  const noted = {[annotations.refreshRequested]: news.text};
  await context.cluster.patchDaemonSet(name, {uid}, {annotations: noted});
  await tell(configMap, [sayRequested(news)], context);
  const {metadata} = daemonSet;
  return {...daemonSet, metadata: {...metadata, annotations: {...metadata.annotations, ...noted}}};
}
