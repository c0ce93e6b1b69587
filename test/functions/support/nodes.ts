import type {EmbeddedCluster, StoredDaemonSet, StoredPod} from '@image-puller/embedded-cluster';
import {until} from '../../support/until.ts';
import {namespace} from './names.ts';

/** What the simulated nodes do. */
export interface NodeView {
  /** Waits until every node runs the present template of a DaemonSet and nothing older. */
  settled(daemonSet: string): Promise<void>;
  /** How many pods of the namespace have that container in that state. */
  count(state: 'failing' | 'pulling' | 'running', container: string): number;
  /** How often, since the start, a node that had a Ready pod of a DaemonSet had none. */
  gaps(daemonSet: string): number;
}

/** Looks at the embedded cluster's own state, at every change of it. */
export function viewNodes({store}: EmbeddedCluster): NodeView {
  const covered = new Map<string, Set<string>>();
  const gaps = new Map<string, number>();
  const pods = () => store.list<StoredPod>('Pod', namespace);
  store.subscribe(({object: {kind}}) => {
    if (kind !== 'Pod') return;
    const ready = new Map<string, Set<string>>();
    for (const pod of pods().filter(isReady)) add(ready, ownerOf(pod), pod.spec?.nodeName ?? '');
    for (const [owner, nodes] of covered) {
      const lost = [...nodes].filter(node => !ready.get(owner)?.has(node));
      gaps.set(owner, (gaps.get(owner) ?? 0) + lost.length);
      for (const node of lost) nodes.delete(node);
    }
    for (const [owner, nodes] of ready) for (const node of nodes) add(covered, owner, node);
  });
  return {
    settled: async name => {
      const read = () => store.get<StoredDaemonSet>('DaemonSet', namespace, name);
      const isSettled = () => {
        const {metadata, status} = read() ?? {};
        const nodes = store.list('Node').length;
        return (
          metadata?.generation === status?.observedGeneration &&
          status?.desiredNumberScheduled === nodes &&
          status.updatedNumberScheduled === nodes &&
          status.numberAvailable === nodes &&
          pods().filter(pod => ownerOf(pod) === name).length === nodes
        );
      };
      await until(isSettled, () => ({status: read()?.status, pods: pods().map(({status}) => status)}));
    },
    count: (state, container) => pods().filter(pod => stateOf(pod, container) === state).length,
    gaps: name => gaps.get(name) ?? 0,
  };
}

const isReady = ({metadata, status}: StoredPod): boolean =>
  metadata.deletionTimestamp === undefined &&
  status?.conditions?.some(({type, status: value}) => type === 'Ready' && value === 'True') === true;

const ownerOf = ({metadata}: StoredPod): string => metadata.ownerReferences?.[0]?.name ?? '';

function stateOf({status}: StoredPod, container: string): string | undefined {
  const state = status?.containerStatuses?.find(({name}) => name === container)?.state;
  if (state?.running !== undefined) return 'running';
  return /^(ErrImagePull|ImagePullBackOff)$/.test(state?.waiting?.reason ?? '') ? 'failing' : 'pulling';
}

const add = (map: Map<string, Set<string>>, key: string, value: string) =>
  map.set(key, (map.get(key) ?? new Set()).add(value));
