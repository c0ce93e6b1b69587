import type {ContainerStateTerminated, ContainerStatus} from 'kubernetes-types/core/v1';
import {describeReason} from './cause.ts';

/** What one container of a pod is doing, as far as its image goes. */
export type ContainerState = 'running' | 'pulling' | 'failing' | 'waiting';

/** One holder of a pod. */
export interface ContainerView {
  /** The reference that it is for, whatever was made of it on its way to the node. */
  readonly image: string;
  /** The reference that is pulled for it, where admission wrote another one: a mirror's, or a digest. */
  readonly rewritten: string | undefined;
  readonly state: ContainerState;
  /** What is run, `sha256:...`, as far as the runtime names it. */
  readonly digest: string | undefined;
  /** The cause, the kubelet's word and the registry's (see `describeReason`); for `failing` only. */
  readonly reason: string | undefined;
  /** When its run before this one ended badly, in milliseconds; undefined where none did. */
  readonly crashedAt: number | undefined;
}

/** Waiting reasons that mean the image or its start is in trouble (kubelet's container runtime errors). */
const failingReasons: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImageInspectError',
  'ImagePullBackOff',
  'InvalidImageName',
  'RegistryUnavailable',
  'RunContainerError',
  'SignatureValidationFailed',
  'StartError',
]);

/** Why a container can't be pulled or started, or ended badly; undefined where it runs, or is on its way. */
export function findFailure(status: ContainerStatus | undefined): string | undefined {
  const {waiting, terminated} = status?.state ?? {};
  if (waiting?.reason !== undefined && failingReasons.has(waiting.reason)) {
    return describeReason(waiting.reason, waiting.message);
  }
  return terminated === undefined || terminated.exitCode === 0 ? undefined : describeEnd(terminated);
}

/** How a container ended, such as `Completed: exit code 0`: by its last words, or where it left none by its exit code. */
export const describeEnd = ({reason = 'Error', message, exitCode}: ContainerStateTerminated): string =>
  describeReason(reason, message || `exit code ${exitCode}`);

/**
 * @param starting its pod has come as far as its containers: before the init containers are through, the kubelet does not
 *   ask for the others' images
 */
export function viewState(
  status: ContainerStatus | undefined,
  starting: boolean,
): Pick<ContainerView, 'state' | 'reason'> {
  if (status?.state?.running !== undefined) return {state: 'running', reason: undefined};
  const reason = findFailure(status);
  if (reason !== undefined) return {state: 'failing', reason};
  return {state: starting ? 'pulling' : 'waiting', reason: undefined};
}

/** When the run before the present one ended badly, in milliseconds. */
export function findCrash({lastState}: Partial<ContainerStatus> = {}): number | undefined {
  const {exitCode = 0, finishedAt = ''} = lastState?.terminated ?? {};
  const time = Date.parse(finishedAt);
  return exitCode === 0 || Number.isNaN(time) ? undefined : time;
}

/** `sha256:...` of what is run. */
export const findDigest = (status: ContainerStatus | undefined): string | undefined =>
  /sha256:[0-9a-f]{64}$/.exec(status?.imageID ?? '')?.[0];
