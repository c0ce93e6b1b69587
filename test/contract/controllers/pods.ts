import type {Live} from '@image-puller/shared/live';
import type {ExecutionContext} from 'ava';
import type {Pod} from 'kubernetes-types/core/v1';
import type {ControllerCluster} from '../contract.ts';
import {openWatch, speak} from '../support/index.ts';

type LivePod = Live<Pod>;

/** All pods of a contract, by name. */
export async function listPods(cluster: ControllerCluster): Promise<readonly LivePod[]> {
  const {send, pods} = speak(cluster);
  return (await send<{readonly items: readonly LivePod[]}>('GET', pods)).body.items;
}

/** Ready, and not about to go. */
export const isReady = ({metadata, status}: LivePod): boolean =>
  metadata.deletionTimestamp === undefined &&
  status?.conditions?.some(({type, status: value}) => type === 'Ready' && value === 'True') === true;

export const imageOf = ({spec}: LivePod): string | undefined => spec?.containers[0]?.image;

export const uidsOf = (pods: readonly LivePod[]): readonly string[] =>
  pods.map(({metadata}) => metadata.uid).toSorted();

/** The nodes that the pods are on or meant for, each once and in order. */
export const nodesOf = (pods: readonly LivePod[]): readonly string[] => [...new Set(pods.map(nodeOf))].toSorted();

/** A pod of a DaemonSet says for which node it is before it is scheduled. */
function nodeOf({spec}: LivePod): string {
  const term = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms[0];
  return spec?.nodeName ?? term?.matchFields?.[0]?.values?.[0] ?? '';
}

/** All pods of a contract as they were after each change of one, oldest first. It goes on for as long as the test. */
export async function recordPods(
  t: ExecutionContext,
  cluster: ControllerCluster,
): Promise<{moments(): readonly (readonly LivePod[])[]}> {
  const {send, pods: path} = speak(cluster);
  const {metadata, items} = (
    await send<{readonly metadata: {readonly resourceVersion: string}; readonly items: readonly LivePod[]}>('GET', path)
  ).body;
  const watch = await openWatch<LivePod>(t, cluster, `${path}?watch=true&resourceVersion=${metadata.resourceVersion}`);
  return {
    moments() {
      const pods = new Map(items.map(pod => [pod.metadata.uid, pod]));
      return watch.events.map(({type, object}) => {
        if (type === 'DELETED') pods.delete(object.metadata.uid);
        else pods.set(object.metadata.uid, object);
        return [...pods.values()];
      });
    },
  };
}
