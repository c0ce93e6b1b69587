import {createHash} from 'node:crypto';
import type {Container} from 'kubernetes-types/core/v1';
import type {SimulatedImage} from '../../images/index.ts';
import {type Happening, type StoredPod, sleep} from '../base/index.ts';
import type {ImageManager} from './image-manager.ts';
import type {KubeletTools} from './options.ts';
import {type ContainerRecord, type ContainerRun, isRunning, type PodRuntime} from './pod-runtime.ts';

/** What starting a container needs to know of its pod. */
export interface PodToStart {
  readonly pod: StoredPod;
  readonly runtime: PodRuntime;
  readonly imageManager: ImageManager;
  /** Called when a container ends by itself. */
  readonly ended: () => void;
  readonly signal: AbortSignal;
}

/** Whether it runs; else after how many milliseconds another try is worth it. */
export type Started = {readonly running: true} | {readonly running: false; readonly retryAfter: number};

/** Gets the image, then creates and starts the container; writes down in the pod's runtime what came of it. */
export async function startContainer(
  container: Container,
  role: 'init' | 'main',
  {pod, runtime, imageManager, ended, signal}: PodToStart,
  {clock, options, record}: KubeletTools,
): Promise<Started> {
  const {name} = container;
  const fieldPath = `spec.${role === 'init' ? 'initContainers' : 'containers'}{${name}}`;
  const tell = (happening: Happening): void => record(pod, {...happening, fieldPath});
  const known = (): ContainerRecord => runtime.containers.get(name) ?? {};
  const fail = (message: string, retryAfter: number): Started => {
    tell({type: 'Warning', reason: 'Failed', message: `Error: ${message}`});
    return {running: false, retryAfter};
  };

  const ensured = await imageManager.ensure({
    podUid: pod.metadata.uid,
    reference: container.image ?? '',
    policy: container.imagePullPolicy ?? 'IfNotPresent',
    tell,
    signal,
  });
  if (!ensured.present) {
    const {reason, message, retryAfter} = ensured;
    runtime.containers.set(name, {...known(), waiting: {reason, message}});
    return fail(reason, retryAfter);
  }

  const {image} = ensured;
  await sleep(clock, options.startDuration, signal);
  if (image.startFailure === 'CreateContainerError') {
    const message = `failed to generate container spec: ${describeExecFailure(container, 'no command specified')}`;
    runtime.containers.set(name, {...known(), waiting: {reason: 'CreateContainerError', message}});
    return fail(message, options.relistPeriod);
  }
  tell({type: 'Normal', reason: 'Created', message: 'Container created'});

  const {run: previous} = known();
  const restartCount = previous === undefined ? 0 : previous.restartCount + 1;
  const id = buildContainerId(pod.metadata.uid, name, restartCount);
  const run: ContainerRun = {id, image: ensured.name, imageId: ensured.imageId, startedAt: clock.now(), restartCount};
  const keep = previous === undefined ? {} : {previous};
  if (image.startFailure === 'RunContainerError') {
    const message = `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${describeExecFailure(container, 'no such file or directory')}`;
    const end = {at: clock.now(), exitCode: 128, reason: 'StartError', message} as const;
    runtime.containers.set(name, {
      ...keep,
      run: {...run, startedAt: 0, end},
      waiting: {reason: 'RunContainerError', message},
    });
    return fail(message, options.relistPeriod);
  }
  tell({type: 'Normal', reason: 'Started', message: 'Container started'});
  runtime.containers.set(name, {...keep, run});
  const exit = image.exit ?? (role === 'init' ? {after: options.initDuration, code: 0} : undefined);
  if (exit !== undefined) endLater(run, exit);
  return {running: true};

  function endLater(started: ContainerRun, {after, code}: NonNullable<SimulatedImage['exit']>): void {
    clock.schedule(after, () => {
      const current = known();
      if (current.run?.id !== started.id || !isRunning(current)) return;
      const end = {at: clock.now(), exitCode: code, reason: code === 0 ? 'Completed' : 'Error'} as const;
      runtime.containers.set(name, {...current, run: {...current.run, end}});
      ended();
    });
  }
}

function describeExecFailure({command = [], args = []}: Container, why: string): string {
  const [executable = ''] = [...command, ...args];
  return `exec: "${executable}": stat ${executable}: ${why}`;
}

function buildContainerId(podUid: string, name: string, restartCount: number): string {
  return `containerd://${createHash('sha256').update(`${podUid} ${name} ${restartCount}`).digest('hex')}`;
}
