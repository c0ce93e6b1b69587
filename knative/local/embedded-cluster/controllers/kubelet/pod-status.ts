import type {Container, ContainerStatus, PodCondition, PodSpec, PodStatus} from 'kubernetes-types/core/v1';
import {timestamp} from '../../store/index.ts';
import {type StoredPod, setCondition} from '../base/index.ts';
import {buildContainerStatus, type DefaultWaiting} from './container-status.ts';
import type {PodRuntime} from './pod-runtime.ts';

/** The status of a pod as its kubelet writes it: from what it knows, keeping what others wrote (PodScheduled, QoS). */
export function buildPodStatus(pod: StoredPod, runtime: PodRuntime, hostIp: string, now: number): PodStatus {
  const {spec} = pod;
  const waitingFor = (spec.initContainers ?? []).length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const init = buildStatuses(spec.initContainers ?? [], 'init', waitingFor, runtime);
  const main = buildStatuses(spec.containers, 'main', waitingFor, runtime);
  const phase = runtime.failure === undefined ? assessPhase(spec, init, main) : 'Failed';
  const {podIp, failure} = runtime;
  return {
    phase,
    conditions: buildConditions(pod, runtime, {phase, init, main}, timestamp(new Date(now))),
    ...failure,
    hostIP: hostIp,
    hostIPs: [{ip: hostIp}],
    ...(podIp !== undefined && {podIP: podIp, podIPs: [{ip: podIp}]}),
    startTime: timestamp(new Date(runtime.startTime)),
    ...(init.length > 0 && {initContainerStatuses: init}),
    containerStatuses: main,
    ...(pod.status?.qosClass !== undefined && {qosClass: pod.status.qosClass}),
  };
}

function buildStatuses(
  containers: readonly Container[],
  role: 'init' | 'main',
  waitingFor: DefaultWaiting,
  {containers: records}: PodRuntime,
): ContainerStatus[] {
  return containers.map(container =>
    buildContainerStatus(container, records.get(container.name) ?? {}, {role, waitingFor}),
  );
}

type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** The phase of a pod by its containers. Source: getPhase in Kubernetes' pkg/kubelet. */
function assessPhase(spec: PodSpec, init: readonly ContainerStatus[], main: readonly ContainerStatus[]): Phase {
  const failedCode = (status: ContainerStatus): boolean =>
    (status.state?.terminated ?? status.lastState?.terminated ?? {exitCode: 0}).exitCode !== 0;
  if (spec.restartPolicy === 'Never' && init.some(failedCode)) return 'Failed';
  const initializing = init.some(({state, lastState}) => !state?.terminated && !lastState?.terminated);
  const waiting = main.some(({state, lastState}) => state?.waiting && !lastState?.terminated);
  if (initializing || waiting) return 'Pending';
  if (main.some(({state}) => state?.running)) return 'Running';
  if ((spec.restartPolicy ?? 'Always') === 'Always') return 'Running';
  if (!main.some(failedCode)) return 'Succeeded';
  return spec.restartPolicy === 'Never' ? 'Failed' : 'Running';
}

interface Assessed {
  readonly phase: Phase;
  readonly init: readonly ContainerStatus[];
  readonly main: readonly ContainerStatus[];
}

function buildConditions(pod: StoredPod, runtime: PodRuntime, assessed: Assessed, now: string): PodCondition[] {
  const {phase, init, main} = assessed;
  const unready = main.filter(({ready}) => !ready).map(({name}) => name);
  const incomplete = init.filter(({ready}) => !ready).map(({name}) => name);
  const ready: Judgement =
    phase === 'Failed'
      ? {status: 'False', reason: 'PodFailed'}
      : phase === 'Succeeded'
        ? {status: 'False', reason: 'PodCompleted'}
        : judge(unready, 'ContainersNotReady', 'containers with unready status');
  const initialized = judge(incomplete, 'ContainersNotInitialized', 'containers with incomplete status');
  const next: PodCondition[] = [
    {type: 'PodReadyToStartContainers', status: runtime.podIp === undefined ? 'False' : 'True'},
    {type: 'Initialized', ...(phase === 'Succeeded' ? {...initialized, reason: 'PodCompleted'} : initialized)},
    {type: 'Ready', ...ready},
    {type: 'ContainersReady', ...ready},
    {type: 'PodScheduled', status: 'True'},
  ];
  const before = pod.status?.conditions ?? [];
  const merged = next.reduce(
    (conditions, condition) => setCondition(conditions, {...condition, lastTransitionTime: now}),
    before,
  );
  // The kubelet's order, whatever was there before.
  const order = next.map(({type}) => type);
  return merged.toSorted((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
}

interface Judgement {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

function judge(names: readonly string[], reason: string, words: string): Judgement {
  return names.length === 0 ? {status: 'True'} : {status: 'False', reason, message: `${words}: [${names.join(' ')}]`};
}
