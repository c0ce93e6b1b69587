import {eventTypes} from '@image-puller/shared/events';
import {
  assessStartChange,
  assessStarts,
  hasStarted,
  isOfTemplate,
  isUpdated,
  type NodePods,
  type PullerSummary,
  parseNotStarting,
} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {sayStarts} from '@image-puller/shared/tell';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {Context} from '../step.ts';
import {tell} from '../tell/index.ts';

/**
 * Finds out whether the pods come to their images at all, and tells where they don't, for as long as that is so; others are
 * told once when it begins and once when it has ended. That it has begun is noted on main's DaemonSet.
 *
 * It is noted last: what could not be told is told by the next look.
 *
 * @param lanes the pods of each DaemonSet, main first, on nodes that are Ready
 */
export async function noteStarts(
  configMap: Live<ConfigMap>,
  main: Live<DaemonSet>,
  lanes: readonly NodePods[],
  {nodes: {eligible}, rolling}: PullerSummary,
  context: Context,
): Promise<void> {
  const {cluster, now, publish} = context;
  const {name, uid, annotations: noted} = main.metadata;
  const starts = assessStarts(lanes, eligible, now());
  const since = parseNotStarting(noted?.[annotations.notStarting]);
  const change = assessStartChange(starts, since, rolling && !isUpdated(main) && !hasBegun(main, lanes[0]));
  const state = change === 'recovered' ? 'recovered' : 'failing';
  if (state === 'recovered' || starts.nodes.length > 0) {
    await tell(configMap, [{...sayStarts(starts, eligible, state), isNews: change !== undefined}], context);
  }
  if (change === undefined) return;
  const {nodes, reasons} = starts;
  publish({
    type: change === 'failed' ? eventTypes.podsFailed : eventTypes.podsRecovered,
    puller: {namespace: cluster.namespace, name: configMap.metadata.name},
    data: {daemonSet: name, eligible, nodes: nodes.length, reasons},
  });
  const value = change === 'failed' ? now().toISOString() : null;
  await cluster.patchDaemonSet(name, {uid}, {annotations: {[annotations.notStarting]: value}});
}

/** Has some pod of the present template come to its images? Then those that are yet to come will, too. */
function hasBegun(daemonSet: Live<DaemonSet>, pods: NodePods = new Map()): boolean {
  return [...pods.values()].flat().some(pod => isOfTemplate(daemonSet, pod) && hasStarted(pod));
}
