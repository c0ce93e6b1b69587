import type {DaemonSetStatus} from 'kubernetes-types/apps/v1';
import {isReady, isTerminal} from '../base/index.ts';
import {assessNode, groupByNode, isPodAvailable, isUpdated, type View} from './assess-node.ts';

/**
 * The status of a DaemonSet. Of each node only the oldest pod counts, so a surge pod is invisible in it. As Kubernetes
 * writes it: the later fields are left out where they are 0.
 */
export function assessStatus(view: View): DaemonSetStatus {
  const groups = groupByNode(view.pods.filter(pod => !(isTerminal(pod) && pod.metadata.deletionTimestamp)));
  const nodes = view.nodes.map(node => ({
    wanted: assessNode(view.daemonSet, node).run,
    pod: groups.get(node.metadata.name)?.[0],
  }));
  const wanted = nodes.filter(node => node.wanted);
  const pods = wanted.flatMap(({pod}) => (pod === undefined ? [] : [pod]));
  const available = pods.filter(pod => isPodAvailable(pod, view)).length;
  const updated = pods.filter(pod => isUpdated(pod, view)).length;
  const {generation} = view.daemonSet.metadata;
  return {
    currentNumberScheduled: pods.length,
    numberMisscheduled: nodes.filter(node => !node.wanted && node.pod !== undefined).length,
    desiredNumberScheduled: wanted.length,
    numberReady: pods.filter(isReady).length,
    ...(generation !== undefined && {observedGeneration: generation}),
    ...(updated > 0 && {updatedNumberScheduled: updated}),
    ...(available > 0 && {numberAvailable: available}),
    ...(wanted.length > available && {numberUnavailable: wanted.length - available}),
  };
}
