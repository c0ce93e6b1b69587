import type {ContainerStatus, Pod} from 'kubernetes-types/core/v1';
import {parseHolds} from '../holds/index.ts';
import {toOneLine} from '../text/index.ts';
import {describeReason} from './cause.ts';
import {type ContainerView, findCrash, findDigest, findFailure, viewState} from './container-view.ts';
import {type ForeignContainer, findForeign} from './foreign.ts';
import {addRemedy} from './remedy.ts';

/** What is kept of a pod: a thousandth of it, so that memory stays flat however many there are. */
export interface PodView {
  readonly name: string;
  readonly uid: string;
  /** Of which template it is, as the DaemonSet controller counts them; undefined for a pod of none. */
  readonly generation: string | undefined;
  /** The one it is on, or the one it is meant for and was not placed on. */
  readonly node: string | undefined;
  readonly createdAt: number;
  readonly ready: boolean;
  /** What its node has too little of for it, such as `cpu` or `cpu, memory`; undefined where the scheduler found room. */
  readonly lacks: string | undefined;
  /** Why the pod has no node, was thrown off it, or does not begin there. */
  readonly trouble: string | undefined;
  /** The kubelet has thrown it off its node, or did not let it in: nothing of it runs, and no image is to blame. */
  readonly isOut: boolean;
  /** Its kubelet could not make a sandbox for it so far: nothing of it has begun. */
  readonly withoutSandbox: boolean;
  /** Ours. */
  readonly containers: readonly ContainerView[];
  /** Others that keep it from being Ready; none where it is. */
  readonly foreign: readonly ForeignContainer[];
}

/**
 * Reduces a pod of a DaemonSet to what it tells about images.
 *
 * @param share answers a text with an equal one that is in memory already
 */
export function viewPod(pod: Pod, share: (text: string) => string = text => text): PodView {
  const {spec, status = {}, metadata = {}} = pod;
  const isTrue = (type: string) =>
    status.conditions?.some(each => each.type === type && each.status === 'True') ?? false;
  // A pod that is to run once, as a scout, ends in that way too.
  const isOut = status.phase === 'Failed' && spec?.restartPolicy !== 'Never';
  const ready = isTrue('Ready');
  const holds = parseHolds(metadata.annotations);
  const isOurs = (name: string) => holds?.has(name) ?? true;
  const constraint = metadata.annotations?.[constraintAnnotation];
  const advise = (reason: string) => addRemedy(reason, constraint && toOneLine(constraint, 60));
  const failed = findInitTrouble(status.initContainerStatuses ?? []);
  const init = failed && advise(failed);
  const view = {
    statuses: new Map(status.containerStatuses?.map(container => [container.name, container])),
    starting: isTrue('Initialized') && spec?.nodeName !== undefined && init === undefined,
    isOut,
    share,
    advise,
  };
  const generation = metadata.labels?.['pod-template-generation'];
  return {
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    generation: generation === undefined ? undefined : share(generation),
    node: spec?.nodeName ?? findIntendedNode(pod),
    createdAt: Date.parse(metadata.creationTimestamp ?? '') || 0,
    ready,
    lacks: findLack(pod, share),
    trouble: findPlacementTrouble(pod) ?? init,
    isOut,
    withoutSandbox: lacksSandbox(pod),
    containers: (spec?.containers ?? [])
      .filter(({name}) => isOurs(name))
      .map(({name, image = ''}) => viewContainer(name, image, holds?.get(name) ?? image, view)),
    foreign: ready ? [] : findForeign(spec ?? {}, status, isOurs),
  };
}

interface ContainerFacts {
  readonly statuses: ReadonlyMap<string, ContainerStatus>;
  readonly starting: boolean;
  readonly isOut: boolean;
  readonly share: (text: string) => string;
  readonly advise: (reason: string) => string;
}

/** OpenShift's, on each pod: the security context constraint by which it was let in. */
const constraintAnnotation = 'openshift.io/scc';

/** Its containers were killed, or never began: how they ended tells nothing about their images. */
const out = {state: 'waiting', reason: undefined} as const;

function viewContainer(
  name: string,
  pulled: string,
  image: string,
  {statuses, starting, isOut, share, advise}: ContainerFacts,
): ContainerView {
  const status = statuses.get(name);
  const {state, reason} = isOut ? out : viewState(status, starting);
  const digest = findDigest(status);
  return {
    image: share(image),
    rewritten: pulled === image ? undefined : share(pulled),
    digest: digest === undefined ? undefined : share(digest),
    state,
    reason: reason === undefined ? undefined : share(advise(reason)),
    crashedAt: findCrash(status),
  };
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

/** The kubelet says so from Kubernetes 1.29 on (KEP-3085); one that says nothing is not judged. */
const lacksSandbox = ({spec, status = {}}: Pod): boolean =>
  spec?.nodeName !== undefined &&
  status.phase === 'Pending' &&
  status.conditions?.some(({type, status}) => type === 'PodReadyToStartContainers' && status === 'False') === true;

function findPlacementTrouble({status = {}}: Pod): string | undefined {
  const scheduled = status.conditions?.find(({type}) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return describeReason(scheduled.reason ?? 'Unschedulable', scheduled.message);
  if (status.phase === 'Failed') return describeReason(status.reason ?? 'Failed', status.message);
  return undefined;
}

function findInitTrouble(statuses: readonly ContainerStatus[]): string | undefined {
  for (const status of statuses) {
    const failure = findFailure(status);
    if (failure !== undefined) return toOneLine(`init container ${status.name}: ${failure}`, 300);
  }
  return undefined;
}
