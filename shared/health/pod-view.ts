import type {ContainerStatus, Pod} from 'kubernetes-types/core/v1';
import {toOneLine} from '../text/index.ts';

/** What one container of a pod is doing, as far as its image goes. */
export type ContainerState = 'running' | 'pulling' | 'failing' | 'waiting';

/** One holder of a pod. */
export interface ContainerView {
  readonly image: string;
  readonly state: ContainerState;
  /** What is run, `sha256:...`, as far as the runtime names it. */
  readonly digest: string | undefined;
  /** The kubelet's word and the registry's, such as `ImagePullBackOff: not found`; for `failing` only. */
  readonly reason: string | undefined;
  /** When its run before this one ended badly, in milliseconds; undefined where none did. */
  readonly crashedAt: number | undefined;
}

/** What is kept of a pod: a thousandth of it, so that memory stays flat however many there are. */
export interface PodView {
  /** The one it is on, or the one it is meant for and was not placed on. */
  readonly node: string | undefined;
  readonly createdAt: number;
  readonly ready: boolean;
  /** What its node has too little of for it, such as `cpu` or `cpu, memory`; undefined where the scheduler found room. */
  readonly lacks: string | undefined;
  /** Why the pod has no node or was thrown off it. */
  readonly trouble: string | undefined;
  /** The kubelet has thrown it off its node, or did not let it in: nothing of it runs, and no image is to blame. */
  readonly isOut: boolean;
  readonly containers: readonly ContainerView[];
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

/**
 * Reduces a pod of a DaemonSet to what it tells about images.
 *
 * @param share answers a text with an equal one that is in memory already
 */
export function viewPod(pod: Pod, share: (text: string) => string = text => text): PodView {
  const {spec, status = {}, metadata = {}} = pod;
  // A pod that is to run once, as a probe, ends in that way too.
  const isOut = status.phase === 'Failed' && spec?.restartPolicy !== 'Never';
  const statuses = new Map(status.containerStatuses?.map(container => [container.name, container]));
  const init = findInitTrouble(status.initContainerStatuses ?? []);
  const initialized = status.conditions?.some(({type, status}) => type === 'Initialized' && status === 'True') ?? false;
  return {
    node: spec?.nodeName ?? findIntendedNode(pod),
    createdAt: Date.parse(metadata.creationTimestamp ?? '') || 0,
    ready: status.conditions?.some(({type, status}) => type === 'Ready' && status === 'True') ?? false,
    lacks: findLack(pod, share),
    trouble: findTrouble(pod) ?? init,
    isOut,
    containers: (spec?.containers ?? []).map(({name, image = ''}) => {
      const starting = spec?.nodeName !== undefined && init === undefined;
      const {state, reason} = isOut ? out : viewContainer(statuses.get(name), initialized, starting);
      const digest = /sha256:[0-9a-f]{64}$/.exec(statuses.get(name)?.imageID ?? '')?.[0];
      return {
        image: share(image),
        digest: digest === undefined ? undefined : share(digest),
        state,
        reason: reason === undefined ? undefined : share(reason),
        crashedAt: findCrash(statuses.get(name)),
      };
    }),
  };
}

/** Its containers were killed, or never began: how they ended tells nothing about their images. */
const out = {state: 'waiting', reason: undefined} as const;

function viewContainer(
  status: ContainerStatus | undefined,
  initialized: boolean,
  starting: boolean,
): Pick<ContainerView, 'state' | 'reason'> {
  const {running, waiting, terminated} = status?.state ?? {};
  if (running !== undefined) return {state: 'running', reason: undefined};
  if (waiting?.reason !== undefined && failingReasons.has(waiting.reason)) {
    return {state: 'failing', reason: describeReason(waiting.reason, waiting.message)};
  }
  if (terminated !== undefined && terminated.exitCode !== 0) {
    return {state: 'failing', reason: describeReason(terminated.reason ?? 'Error', terminated.message)};
  }
  // Before the init container is through, the kubelet does not ask for the others' images.
  return {state: initialized && starting ? 'pulling' : 'waiting', reason: undefined};
}

function findCrash({lastState}: Partial<ContainerStatus> = {}): number | undefined {
  const {exitCode = 0, finishedAt = ''} = lastState?.terminated ?? {};
  const time = Date.parse(finishedAt);
  return exitCode === 0 || Number.isNaN(time) ? undefined : time;
}

/** The DaemonSet controller binds a pod to its node by an affinity to the node's name. */
const findIntendedNode = ({spec}: Pod): string | undefined =>
  spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms
    .flatMap(({matchFields = []}) => matchFields)
    .find(({key}) => key === 'metadata.name')?.values?.[0];

/** The scheduler's words (kube-scheduler's NodeResourcesFit) for a node that is full, not for one that is not wanted. */
const lackPattern = /\bInsufficient ([\w./-]*\w)|\bToo many pods\b/g;

function findLack({status}: Pod, share: (text: string) => string): string | undefined {
  const scheduled = status?.conditions?.find(({type}) => type === 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable') return undefined;
  const found = [...(scheduled.message ?? '').matchAll(lackPattern)].map(([, resource = 'pod slots']) => resource);
  return found.length === 0 ? undefined : share(toOneLine([...new Set(found)].join(', '), 100));
}

function findTrouble({status = {}}: Pod): string | undefined {
  const scheduled = status.conditions?.find(({type}) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return describeReason(scheduled.reason ?? 'Unschedulable', scheduled.message);
  if (status.phase === 'Failed') return describeReason(status.reason ?? 'Failed', status.message);
  return undefined;
}

function findInitTrouble(statuses: readonly ContainerStatus[]): string | undefined {
  for (const {name, state: {waiting, terminated} = {}} of statuses) {
    if (waiting?.reason !== undefined && failingReasons.has(waiting.reason)) {
      return `init container ${name}: ${describeReason(waiting.reason, waiting.message)}`;
    }
    if (terminated !== undefined && terminated.exitCode !== 0) {
      return `init container ${name}: ${describeReason(terminated.reason ?? 'Error', terminated.message)}`;
    }
  }
  return undefined;
}

/** One line of at most 300 characters: the words are a registry's, or anyone's. */
function describeReason(reason: string, message: string | undefined): string {
  return toOneLine(message === undefined ? reason : `${reason}: ${message}`, 300);
}
