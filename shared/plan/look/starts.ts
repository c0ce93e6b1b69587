import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Puller} from '../../daemonset/index.ts';
import {eventTypes} from '../../events/index.ts';
import {
  assessStartChange,
  assessStarts,
  hasStarted,
  isOfTemplate,
  isUpdated,
  type NodePods,
  type PullerSummary,
  parseNotStarting,
} from '../../health/index.ts';
import type {Live} from '../../live/index.ts';
import {annotations} from '../../names/index.ts';
import {podsNotStarting, podsStarted} from '../../tell/index.ts';
import {buildNews, type News} from '../news.ts';

/**
 * Finds out whether the pods come to their images at all. Where they don't, that is told for as long as it is so; others are
 * told once when it begins and once when it has ended. That it has begun is noted on main's DaemonSet.
 *
 * @param lanes the pods of each DaemonSet, main first, on nodes that are Ready
 */
export function assessStartNews(
  {namespace, name}: Puller,
  main: Live<DaemonSet>,
  lanes: readonly NodePods[],
  {nodes: {eligible}, rolling}: PullerSummary,
  now: Date,
): News {
  const starts = assessStarts(lanes, eligible, now);
  const since = parseNotStarting(main.metadata.annotations?.[annotations.notStarting]);
  const change = assessStartChange(starts, since, rolling && !isUpdated(main) && !hasBegun(main, lanes[0]));
  const words = starts.nodes.length > 0 ? [podsNotStarting.say(starts, eligible)] : [];
  const told = (change === 'recovered' ? [podsStarted.say()] : words).map(one => ({
    ...one,
    isNews: change !== undefined,
  }));
  if (change === undefined) return buildNews({told});
  const {nodes, reasons} = starts;
  const value = change === 'failed' ? now.toISOString() : null;
  return buildNews({
    told,
    notes: [{daemonSet: main, annotations: {[annotations.notStarting]: value}}],
    announcements: [
      {
        type: change === 'failed' ? eventTypes.podsFailed : eventTypes.podsRecovered,
        puller: {namespace, name},
        data: {daemonSet: main.metadata.name, eligible, nodes: nodes.length, reasons},
      },
    ],
  });
}

/** Has some pod of the present template come to its images? Then those that are yet to come will, too. */
function hasBegun(daemonSet: Live<DaemonSet>, pods: NodePods = new Map()): boolean {
  return [...pods.values()].flat().some(pod => isOfTemplate(daemonSet, pod) && hasStarted(pod));
}
