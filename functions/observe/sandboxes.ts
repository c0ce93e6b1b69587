import {hasNoSandbox, type PodView} from '@image-puller/shared/health';
import {findPodTrouble} from '@image-puller/shared/refusal';
import {ApiError} from '../cluster/index.ts';
import type {Context} from '../step.ts';

/** Of the pods of one DaemonSet that do not begin, so many are asked about: mostly all have one cause. */
const mostAsked = 3;

/** What is said of a pod that nothing more is known of. */
const unknown = "the kubelet can't make the pod's sandbox";

/**
 * Says of pods that kubelets can't begin why that is, by the Events of the kubelets, which alone have it. Where we may not
 * list Events, the log says so.
 */
export async function explainSandboxes<T extends {readonly pods: readonly PodView[]}>(
  lanes: readonly T[],
  context: Context,
): Promise<readonly T[]> {
  const now = context.now().getTime();
  const explain = async (lane: T): Promise<T> => {
    const stuck = lane.pods.filter(pod => hasNoSandbox(pod, now));
    if (stuck.length === 0) return lane;
    const troubles = new Map<PodView, string>();
    for (const pod of stuck.slice(0, mostAsked)) troubles.set(pod, (await askKubelet(pod, context)) ?? unknown);
    const [known = unknown] = troubles.values();
    const tell = (pod: PodView) => (stuck.includes(pod) ? {...pod, trouble: troubles.get(pod) ?? known} : pod);
    return {...lane, pods: lane.pods.map(tell)};
  };
  return await Promise.all(lanes.map(explain));
}

async function askKubelet({uid}: PodView, {cluster, warn}: Context): Promise<string | undefined> {
  try {
    return findPodTrouble(await cluster.listEvents(uid, {type: 'Warning'}));
  } catch (error) {
    if (!(error instanceof ApiError) || error.failure !== 'forbidden') throw error;
    warn(`could not find out why pods do not begin: ${error.message}`);
    return undefined;
  }
}
