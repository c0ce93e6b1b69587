import {findController} from '@image-puller/shared/decide';
import {
  groupByNode,
  type NodePods,
  type NodesView,
  type ObservedLane,
  type PodView,
  viewPod,
} from '@image-puller/shared/health';
import {nameBridge, viewBridge} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Pod} from 'kubernetes-types/core/v1';
import type {Cluster} from '../cluster/index.ts';
import type {PlannedPuller} from './puller.ts';
import {createSharer} from './share.ts';

/** A DaemonSet of ours with its pods. */
export interface LaneView extends ObservedLane {
  readonly daemonSet: Live<DaemonSet>;
  /** Those on nodes that are Ready. */
  readonly byNode: NodePods;
}

/**
 * Reads the pods of DaemonSets, page by page, and keeps little of them.
 *
 * @param nodes as `readNodes` answers
 */
export async function readLanes(
  daemonSets: readonly Live<DaemonSet>[],
  nodes: NodesView | undefined,
  cluster: Cluster,
): Promise<readonly LaneView[]> {
  const views: LaneView[] = [];
  const share = createSharer();
  for (const daemonSet of daemonSets) {
    const pods = await readPods(daemonSet, share, cluster);
    views.push({daemonSet, pods, byNode: groupByNode(pods, nodes?.ready)});
  }
  return views;
}

/** Reads what a puller has beside its lanes, and holds images until it goes. A bridge that lacks one does not fail. */
export async function readLeftovers(
  {config, leftovers}: Pick<PlannedPuller, 'config' | 'leftovers'>,
  nodes: NodesView | undefined,
  cluster: Cluster,
): Promise<readonly LaneView[]> {
  const bridge = nameBridge(config.daemonSetName);
  const views = await readLanes(leftovers, nodes, cluster);
  return views.map(view => (view.daemonSet.metadata.name === bridge ? {...view, pods: viewBridge(view.pods)} : view));
}

/** The pods that a DaemonSet controls; terminating ones are left out. */
async function readPods(
  daemonSet: Live<DaemonSet>,
  share: (text: string) => string,
  cluster: Cluster,
): Promise<readonly PodView[]> {
  const {selector, template} = daemonSet.spec ?? {};
  const containers = template?.spec?.containers.length ?? 1;
  const views: PodView[] = [];
  for await (const page of cluster.pagesOfPods(selector?.matchLabels ?? {}, containers)) {
    for (const pod of page) {
      if (pod.metadata.deletionTimestamp === undefined && isControlledBy(pod, daemonSet))
        views.push(viewPod(pod, share));
    }
  }
  return views;
}

/** By uid, not by label: every DaemonSet of the Go puller selects by the same labels. */
export const isControlledBy = (pod: Live<Pod>, daemonSet: Live<DaemonSet>): boolean =>
  findController(pod)?.uid === daemonSet.metadata.uid;
