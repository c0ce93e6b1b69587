import type {NamedImage} from '@image-puller/shared/config';
import {type NodesView, type PodView, type PullerSummary, summarizePuller, viewPod} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {findController} from '@image-puller/shared/plan';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Pod} from 'kubernetes-types/core/v1';
import type {Context} from '../step.ts';

/**
 * Looks at the pods of a DaemonSet, page by page, and sums up which image is where.
 *
 * @param nodes as `readNodes` answers
 */
export async function readSummary(
  images: readonly NamedImage[],
  daemonSet: Live<DaemonSet> | undefined,
  nodes: NodesView | undefined,
  {cluster, now}: Context,
): Promise<PullerSummary> {
  const pods = daemonSet === undefined ? [] : await readPods(daemonSet, cluster);
  return summarizePuller(images, daemonSet, pods, nodes, now());
}

async function readPods(daemonSet: Live<DaemonSet>, cluster: Context['cluster']): Promise<readonly PodView[]> {
  const {selector, template} = daemonSet.spec ?? {};
  const containers = template?.spec?.containers.length ?? 1;
  const share = createSharer();
  const views: PodView[] = [];
  for await (const page of cluster.pagesOfPods(selector?.matchLabels ?? {}, containers)) {
    for (const pod of page) if (isControlledBy(pod, daemonSet)) views.push(viewPod(pod, share));
  }
  return views;
}

/** The same words, once in memory: each page brings its own copies of every image's name. */
function createSharer(): (text: string) => string {
  const texts = new Map<string, string>();
  return text => {
    const known = texts.get(text);
    if (known === undefined) texts.set(text, text);
    return known ?? text;
  };
}

/** By uid, not by label: every DaemonSet of the Go puller selects by the same labels. */
const isControlledBy = (pod: Live<Pod>, daemonSet: Live<DaemonSet>): boolean =>
  pod.metadata.deletionTimestamp === undefined && findController(pod)?.uid === daemonSet.metadata.uid;
