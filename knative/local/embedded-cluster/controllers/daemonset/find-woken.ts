import {isDeepStrictEqual} from 'node:util';
import {matchesSelector} from '../../selectors/index.ts';
import type {Change, Store} from '../../store/index.ts';
import {isDaemonSet, isNode, isPod, type StoredDaemonSet, type StoredNode, type StoredPod} from '../base/index.ts';
import {assessNode} from './assess-node.ts';
import {findController} from './claim-pods.ts';

/** The DaemonSets that a change concerns, by the rules of the real controller's event handlers. */
export function findWoken(store: Store, {type, object, previous}: Change): readonly StoredDaemonSet[] {
  if (isDaemonSet(object)) return type === 'DELETED' ? [] : [object];
  if (isNode(object)) return type === 'DELETED' || sameForScheduling(object, previous) ? [] : findByNode(store, object);
  return isPod(object) ? findByPod(store, object, previous) : [];
}

function sameForScheduling(node: StoredNode, previous: Change['previous']): boolean {
  return (
    previous !== undefined &&
    isNode(previous) &&
    isDeepStrictEqual(node.metadata.labels, previous.metadata.labels) &&
    isDeepStrictEqual(node.spec?.taints, previous.spec?.taints)
  );
}

/**
 * Those that have to make or delete a pod on a node that came or changed. Others are not woken: their status goes on
 * counting the node as before until something else wakes them, as it does in Kubernetes.
 */
function findByNode(store: Store, node: StoredNode): readonly StoredDaemonSet[] {
  const owners = new Set(
    store
      .list<StoredPod>('Pod')
      .filter(({spec}) => spec.nodeName === node.metadata.name)
      .map(pod => findController(pod)?.uid),
  );
  return store.list<StoredDaemonSet>('DaemonSet').filter(daemonSet => {
    const {run, stay} = assessNode(daemonSet, node);
    const scheduled = owners.has(daemonSet.metadata.uid);
    const misscheduled = (daemonSet.status?.numberMisscheduled ?? 0) > 0;
    return scheduled ? !stay || misscheduled : run;
  });
}

/** The owner of a pod, before or now; of one that is nobody's, those that may adopt it. */
function findByPod(store: Store, pod: StoredPod, previous: Change['previous']): readonly StoredDaemonSet[] {
  const before = previous !== undefined && isPod(previous) ? findController(previous)?.uid : undefined;
  const owners = [findController(pod)?.uid, before].filter(uid => uid !== undefined);
  return store
    .list<StoredDaemonSet>('DaemonSet', pod.metadata.namespace)
    .filter(({metadata, spec}) =>
      owners.length > 0 ? owners.includes(metadata.uid) : matchesSelector(spec.selector, pod.metadata.labels ?? {}),
    );
}
