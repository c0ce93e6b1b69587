import {isReady, type StoredNode, type StoredPod} from '../base/index.ts';
import {findBoundNode} from '../scheduling/index.ts';
import {assessNode, groupByNode, isPodAvailable, type View} from './assess-node.ts';
import {allowsSurge} from './limits.ts';

/** Which pods a DaemonSet makes and deletes next. */
export interface Decision {
  /** Names of nodes. */
  readonly create: readonly string[];
  readonly delete: readonly StoredPod[];
}

/** Pods that ended: what is done about them depends on how often it was done before. */
export interface EndedPods {
  /** Failed pods on their nodes, whose deletion may have to wait for a backoff. */
  readonly failed: readonly {readonly pod: StoredPod; readonly node: string}[];
  /** Succeeded pods: a DaemonSet's pod isn't supposed to. */
  readonly succeeded: readonly StoredPod[];
}

/** No more than this many creations and deletions at once: Kubernetes' BurstReplicas. */
export const burst = 250;

/**
 * Sees to it that each node has the pods it should have, whatever the update does: none where none is wanted, one where
 * there is none, not more than one, or, while surging, one old and one new.
 */
export function decidePods(view: View): Decision & EndedPods {
  const groups = groupByNode(view.pods);
  const known = new Set(view.nodes.map(({metadata}) => metadata.name));
  const parts = view.nodes.map(node => decideOnNode(view, node, groups.get(node.metadata.name)));
  // Nobody else would ever delete a pod that waits to be scheduled to a node that is gone.
  const lost = view.pods.filter(pod => !pod.spec.nodeName && !known.has(findBoundNode(pod.spec.affinity) ?? ''));
  return {
    create: parts.flatMap(part => part.create),
    delete: [...parts.flatMap(part => part.delete), ...lost],
    failed: parts.flatMap(part => part.failed),
    succeeded: parts.flatMap(part => part.succeeded),
  };
}

type Part = Decision & EndedPods;

const nothing: Part = {create: [], delete: [], failed: [], succeeded: []};

function decideOnNode(view: View, node: StoredNode, pods: readonly StoredPod[] | undefined): Part {
  const {name} = node.metadata;
  const wish = assessNode(view.daemonSet, node);
  if (pods === undefined) return {...nothing, create: wish.run ? [name] : []};
  const staying = pods.filter(pod => pod.metadata.deletionTimestamp === undefined);
  if (!wish.stay) return {...nothing, delete: staying};

  const inPhase = (phase: string): StoredPod[] => staying.filter(pod => pod.status?.phase === phase);
  const ended = {failed: inPhase('Failed').map(pod => ({pod, node: name})), succeeded: inPhase('Succeeded')};
  const running = staying.filter(pod => pod.status?.phase !== 'Failed' && pod.status?.phase !== 'Succeeded');
  if (!allowsSurge(view.daemonSet.spec)) {
    // Without surge, a pod that is being deleted still holds its node: the next one waits for its end.
    return {...nothing, ...ended, delete: running.slice(1)};
  }
  // A failed pod in backoff is not running: its successor comes at once.
  if (running.length === 0) return {...nothing, ...ended, create: wish.run ? [name] : []};
  return {...nothing, ...ended, delete: decideExcess(view, running)};
}

/**
 * While surging, a node keeps its oldest new and its oldest old pod, but the old one only as long as it is Ready and
 * the new one is not available.
 */
function decideExcess(view: View, running: readonly StoredPod[]): StoredPod[] {
  const isNew = (pod: StoredPod): boolean => pod.metadata.labels?.['controller-revision-hash'] === view.hash;
  const newPod = running.find(isNew);
  const oldPod = running.find(pod => !isNew(pod));
  const excess = running.filter(pod => pod !== newPod && pod !== oldPod);
  if (newPod === undefined || oldPod === undefined) return excess;
  return !isReady(oldPod) || isPodAvailable(newPod, view) ? [...excess, oldPod] : excess;
}
