import type {Container, ContainerState, ContainerStatus} from 'kubernetes-types/core/v1';
import {timestamp} from '../../store/index.ts';
import type {ContainerRecord, ContainerRun} from './pod-runtime.ts';

/** What a container that has not been tried yet waits for. */
export type DefaultWaiting = 'PodInitializing' | 'ContainerCreating';

/** The status of one container, as the kubelet writes it. An init container is ready when it has completed. */
export function buildContainerStatus(
  container: Container,
  record: ContainerRecord,
  {role, waitingFor}: {readonly role: 'init' | 'main'; readonly waitingFor: DefaultWaiting},
): ContainerStatus {
  const {run, previous, waiting} = record;
  const running = run !== undefined && run.end === undefined;
  const state = buildState(record, waitingFor);
  // A container that waits for its next run shows how the last one ended.
  const last = buildTerminated(waiting === undefined ? previous : run);
  return {
    name: container.name,
    state,
    lastState: last,
    ready: role === 'init' ? run?.end?.exitCode === 0 : running,
    restartCount: run?.restartCount ?? 0,
    image: run?.image ?? container.image ?? '',
    imageID: run?.imageId ?? '',
    ...(run !== undefined && {containerID: run.id}),
    started: role === 'main' && running,
  };
}

function buildState({run, waiting}: ContainerRecord, waitingFor: DefaultWaiting): ContainerState {
  if (run !== undefined && run.end === undefined) return {running: {startedAt: formatTime(run.startedAt)}};
  if (waiting !== undefined) return {waiting};
  return run === undefined ? {waiting: {reason: waitingFor}} : buildTerminated(run);
}

function buildTerminated(run: ContainerRun | undefined): ContainerState {
  if (run?.end === undefined) return {};
  const {at, exitCode, reason, message} = run.end;
  return {
    terminated: {
      exitCode,
      reason,
      ...(message !== undefined && {message}),
      startedAt: formatTime(run.startedAt),
      finishedAt: formatTime(at),
      containerID: run.id,
    },
  };
}

function formatTime(milliseconds: number): string {
  return timestamp(new Date(milliseconds));
}
