import {requestDelete} from '../../store/index.ts';
import {type Backoff, isTerminal, type StoredPod, sleep} from '../base/index.ts';
import type {Bell} from './bell.ts';
import type {ImageManager} from './image-manager.ts';
import type {KubeletTools} from './options.ts';
import {isRunning, killContainers, type PodRuntime} from './pod-runtime.ts';
import {buildPodStatus} from './pod-status.ts';
import {syncPod} from './sync-pod.ts';

/** Who runs one pod. */
export interface PodWorkerTools {
  readonly tools: KubeletTools;
  readonly runtime: PodRuntime;
  readonly restarts: Backoff;
  readonly imageManager: ImageManager;
  /** Rings when a container ends by itself, whoever runs the pod by then. */
  readonly bell: Bell;
}

/**
 * Runs a pod until it has ended. Rejects with the signal's reason when that is aborted; what the runtime holds stays, so
 * that another worker can take over.
 */
export async function runPod(pod: StoredPod, worker: PodWorkerTools, signal: AbortSignal): Promise<void> {
  const {tools, runtime} = worker;
  const {clock} = tools;
  const {activeDeadlineSeconds} = pod.spec;
  if (activeDeadlineSeconds === undefined) return run(pod, worker, signal);

  const expired = new AbortController();
  const left = runtime.startTime + activeDeadlineSeconds * 1000 - clock.now();
  const callOff = clock.schedule(left, () => expired.abort());
  try {
    await run(pod, worker, AbortSignal.any([signal, expired.signal]));
  } catch (error) {
    if (signal.aborted || !expired.signal.aborted) throw error;
    const message = 'Pod was active on the node longer than the specified deadline';
    runtime.failure = {reason: 'DeadlineExceeded', message};
    killContainers(runtime, clock.now());
    writeStatus(pod, worker);
  } finally {
    callOff();
  }
}

async function run(pod: StoredPod, worker: PodWorkerTools, signal: AbortSignal): Promise<void> {
  const {tools, runtime, restarts, imageManager, bell} = worker;
  for (;;) {
    if (writeStatus(pod, worker)) return;
    const target = {pod, runtime, imageManager, ended: bell.ring, signal};
    const {lookAgainAfter} = await syncPod(target, restarts, tools);
    if (writeStatus(pod, worker)) return;
    const why = await bell.wait(lookAgainAfter, signal);
    if (why === 'rang') await sleep(tools.clock, tools.options.relistPeriod, signal);
  }
}

/** Ends a pod whose deletion was asked for: its containers get the grace period at most, then it is gone. */
export async function endPod(pod: StoredPod, {tools, runtime}: PodWorkerTools, signal: AbortSignal): Promise<void> {
  const {store, clock, options, record} = tools;
  const {uid, namespace, name, deletionGracePeriodSeconds = 0} = pod.metadata;
  const running = pod.spec.containers.filter(container => isRunning(runtime.containers.get(container.name)));
  for (const container of running) {
    const message = `Stopping container ${container.name}`;
    record(pod, {type: 'Normal', reason: 'Killing', message, fieldPath: `spec.containers{${container.name}}`});
  }
  const longest = running.length === 0 ? 0 : options.stopDuration;
  await sleep(clock, Math.min(longest, deletionGracePeriodSeconds * 1000), signal);
  killContainers(runtime, clock.now());
  if (store.get('Pod', namespace, name)?.metadata.uid !== uid) return;
  requestDelete(store, {kind: 'Pod', namespace, name, gracePeriodSeconds: 0}, new Date(clock.now()));
}

/** Writes what is known into the pod's status; returns whether the pod has ended or is gone. */
export function writeStatus(pod: StoredPod, {tools, runtime}: PodWorkerTools): boolean {
  const {store, clock, node} = tools;
  const {namespace, name, uid} = pod.metadata;
  const stored = store.get<StoredPod>('Pod', namespace, name);
  // A pod that has ended never comes back, whoever ended it.
  if (stored === undefined || stored.metadata.uid !== uid || isTerminal(stored)) return true;
  const status = buildPodStatus(stored, runtime, node.ip, clock.now());
  store.update<StoredPod>({...stored, status});
  return isTerminal({...stored, status});
}
