import type {Container, PodSpec} from 'kubernetes-types/core/v1';
import {type Backoff, type StoredPod, sleep} from '../base/index.ts';
import type {KubeletTools} from './options.ts';
import {type ContainerRecord, isCompleted, isRunning} from './pod-runtime.ts';
import {type PodToStart, startContainer} from './start-container.ts';

/** What came of one look at a pod. */
export interface Synced {
  /** Milliseconds until another look is due; undefined: when a container ends. */
  readonly lookAgainAfter: number | undefined;
}

/**
 * Brings a pod one step further, in the kubelet's order: the sandbox, then one init container after the other, then all
 * containers, each with its image first. As in Kubernetes, a container that can't start holds up no other, and what is
 * done here shows in the pod's status only when all of it is done: pulls included.
 */
export async function syncPod(target: PodToStart, restarts: Backoff, tools: KubeletTools): Promise<Synced> {
  const {pod, runtime, signal} = target;
  const {clock, options} = tools;
  if (runtime.podIp === undefined) {
    await sleep(clock, options.sandboxDuration, signal);
    const failure = tools.sandboxFailure();
    if (failure !== undefined) {
      const message = `Failed to create pod sandbox: ${failure}`;
      tools.record(pod, {type: 'Warning', reason: 'FailedCreatePodSandBox', message});
      return {lookAgainAfter: options.relistPeriod};
    }
    runtime.podIp = tools.assignPodIp();
  }
  const start = (container: Container, role: 'init' | 'main'): Promise<number | undefined> =>
    tryContainer(container, role, target, restarts, tools);

  const nextInit = (pod.spec.initContainers ?? []).find(({name}) => !isCompleted(runtime.containers.get(name)));
  if (nextInit !== undefined) return {lookAgainAfter: await start(nextInit, 'init')};

  const delays: number[] = [];
  for (const container of pod.spec.containers) {
    const delay = await start(container, 'main');
    if (delay !== undefined) delays.push(delay);
  }
  return {lookAgainAfter: delays.length === 0 ? undefined : Math.min(...delays)};
}

/** Starts a container if it is time; returns after how many milliseconds it wants to be looked at again. */
async function tryContainer(
  container: Container,
  role: 'init' | 'main',
  target: PodToStart,
  restarts: Backoff,
  tools: KubeletTools,
): Promise<number | undefined> {
  const {pod, runtime} = target;
  const record = runtime.containers.get(container.name);
  if (isRunning(record)) return undefined;
  if (record?.run?.end !== undefined) {
    if (!mayRestart(pod.spec, role, record)) return undefined;
    const key = `${pod.metadata.uid}_${container.name}`;
    const now = tools.clock.now();
    const left = restarts.remaining(key, now);
    if (left > 0) {
      const name = describePod(pod);
      const message = `back-off ${Math.ceil(left / 1000)}s restarting failed container=${container.name} pod=${name}`;
      runtime.containers.set(container.name, {...record, waiting: {reason: 'CrashLoopBackOff', message}});
      const words = `Back-off restarting failed container ${container.name} in pod ${name}`;
      tools.record(pod, {
        type: 'Warning',
        reason: 'BackOff',
        message: words,
        fieldPath: `spec.${role === 'init' ? 'initContainers' : 'containers'}{${container.name}}`,
      });
      return left;
    }
    restarts.fail(key, now);
  }
  const started = await startContainer(container, role, target, tools);
  return started.running ? undefined : started.retryAfter;
}

function mayRestart(spec: PodSpec, role: 'init' | 'main', {run}: ContainerRecord): boolean {
  switch (spec.restartPolicy) {
    case 'Never':
      return false;
    case 'OnFailure':
      return run?.end?.exitCode !== 0;
    default:
      return role === 'main' || run?.end?.exitCode !== 0;
  }
}

/** `name_namespace(uid)`, as kubelets name pods in messages. */
function describePod({metadata}: StoredPod): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}
