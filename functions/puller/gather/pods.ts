import {findController} from '@image-puller/shared/decide';
import {type PodView, viewPod} from '@image-puller/shared/health';
import type {Live} from '@image-puller/shared/live';
import {addFreed, type Freed, nothingFreed} from '@image-puller/shared/refusal';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Pod} from 'kubernetes-types/core/v1';
import type {Cluster} from '../../cluster/index.ts';
import {createSharer} from './share.ts';

/** Reads the pods that a DaemonSet controls, page by page, and keeps little of them; terminating ones are left out. */
export async function readPods(daemonSet: Live<DaemonSet>, cluster: Cluster): Promise<readonly PodView[]> {
  const share = createSharer();
  const views: PodView[] = [];
  for await (const page of pagesOf(daemonSet, cluster)) {
    for (const pod of page) if (pod.metadata.deletionTimestamp === undefined) views.push(viewPod(pod, share));
  }
  return views;
}

/** Reads what any pod of a DaemonSet gives back when it goes. */
export async function readFreed(daemonSet: Live<DaemonSet>, cluster: Cluster): Promise<Freed> {
  let freed = nothingFreed;
  for await (const page of pagesOf(daemonSet, cluster)) freed = addFreed(freed, page);
  return freed;
}

/** Reads the pods of these labels: a few. */
export async function readScouts(
  labels: Readonly<Record<string, string>>,
  images: number,
  cluster: Cluster,
): Promise<readonly Live<Pod>[]> {
  const pods: Live<Pod>[] = [];
  for await (const page of cluster.pagesOfPods(labels, images)) pods.push(...page);
  return pods;
}

async function* pagesOf(daemonSet: Live<DaemonSet>, cluster: Cluster): AsyncGenerator<readonly Live<Pod>[]> {
  const {selector, template} = daemonSet.spec ?? {};
  const containers = template?.spec?.containers.length ?? 1;
  for await (const page of cluster.pagesOfPods(selector?.matchLabels ?? {}, containers))
    yield page.filter(pod => isControlledBy(pod, daemonSet));
}

/** By uid, not by label: every DaemonSet of the Go puller selects by the same labels. */
const isControlledBy = (pod: Live<Pod>, daemonSet: Live<DaemonSet>): boolean =>
  findController(pod)?.uid === daemonSet.metadata.uid;
