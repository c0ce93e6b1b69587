import type {ContainerStatus, Pod} from 'kubernetes-types/core/v1';
import type {StoredPod} from '../../store/index.ts';
import {age, none} from './format.ts';
import type {Table} from './table.ts';

/** kubernetes, pkg/printers/internalversion: printPod. */
export const podTable: Table<StoredPod> = {
  columns: [
    {name: 'Name'},
    {name: 'Ready'},
    {name: 'Status'},
    {name: 'Restarts'},
    {name: 'Age'},
    {name: 'IP', wide: true},
    {name: 'Node', wide: true},
    {name: 'Nominated Node', wide: true},
    {name: 'Readiness Gates', wide: true},
  ],
  cells: (pod, now) => {
    const {containerStatuses = [], podIP, podIPs, nominatedNodeName} = pod.status ?? {};
    const ready = containerStatuses.filter(status => status.ready && status.state?.running).length;
    return [
      pod.metadata.name,
      `${ready}/${pod.spec?.containers.length ?? 0}`,
      describeStatus(pod),
      describeRestarts(pod, now),
      age(pod.metadata.creationTimestamp, now),
      podIPs?.[0]?.ip ?? (podIP || none),
      pod.spec?.nodeName || none,
      nominatedNodeName || none,
      none,
    ];
  },
};

/** The one word that says best what the pod is at. */
function describeStatus(pod: Pod): string {
  const {status, metadata} = pod;
  if (metadata?.deletionTimestamp) return status?.reason === 'NodeLost' ? 'Unknown' : 'Terminating';
  return describeInit(pod) ?? describeContainers(pod) ?? (status?.reason || (status?.phase ?? 'Unknown'));
}

function describeInit({spec, status}: Pod): string | undefined {
  const statuses = status?.initContainerStatuses ?? [];
  const index = statuses.findIndex(({state}) => state?.terminated?.exitCode !== 0);
  const current = statuses[index];
  if (current === undefined) return undefined;
  const reason = describeState(current);
  if (reason !== undefined && reason !== 'PodInitializing') return `Init:${reason}`;
  return `Init:${index}/${spec?.initContainers?.length ?? 0}`;
}

function describeContainers({status}: Pod): string | undefined {
  const statuses = status?.containerStatuses ?? [];
  const reasons = statuses.toReversed().flatMap(each => describeState(each) ?? []);
  const last = reasons.at(-1);
  const running = statuses.some(each => each.ready && each.state?.running);
  if (last !== 'Completed' || !running) return last;
  return (status?.conditions ?? []).some(({type, status}) => type === 'Ready' && status === 'True')
    ? 'Running'
    : 'NotReady';
}

function describeState({state}: ContainerStatus): string | undefined {
  const {waiting, terminated} = state ?? {};
  if (waiting?.reason) return waiting.reason;
  if (terminated === undefined) return undefined;
  return terminated.reason || (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`);
}

function describeRestarts({status}: Pod, now: Date): string {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const restarts = statuses.reduce((sum, each) => sum + each.restartCount, 0);
  const ends = statuses.flatMap(({lastState}) => lastState?.terminated?.finishedAt ?? []).toSorted();
  const last = ends.at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${age(last, now)} ago)`;
}
