import type {PullerConfig} from '@image-puller/shared/config';
import {formatSurge, parseSurge} from '@image-puller/shared/daemonset';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {decideSurge} from '@image-puller/shared/plan';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {LanePlan} from '../observe/index.ts';
import type {Context} from '../step.ts';
import {sayNoRoom, tell} from '../tell/index.ts';

/**
 * Notes on a DaemonSet how its rollout goes on where nodes have no room for a second pod, and tells when it is without
 * a surge. apply builds the strategy by that note.
 *
 * @returns whether there was something to note: then apply has something to do
 */
export async function noteSurge(
  configMap: Live<ConfigMap>,
  config: PullerConfig,
  {observed, action, template}: LanePlan,
  withoutRoom: number,
  context: Context,
): Promise<boolean> {
  // What is about to be changed begins another rollout.
  if (observed === undefined || action.do !== 'nothing') return false;
  const noted = parseSurge(observed.metadata.annotations?.[annotations.surge]);
  const surge = decideSurge({config, daemonSet: observed, template, withoutRoom, noted});
  if (surge === undefined) return false;
  const {name, uid} = observed.metadata;
  await context.cluster.patchDaemonSet(name, {uid}, {annotations: {[annotations.surge]: formatSurge(surge)}});
  if (surge.nodes === 0) await tell(configMap, [sayNoRoom(name, withoutRoom)], context);
  return true;
}
