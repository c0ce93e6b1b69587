import {isDeepStrictEqual} from 'node:util';
import type {Taint} from 'kubernetes-types/core/v1';
import {type Store, timestamp} from '../../store/index.ts';
import {
  type Clock,
  createWorkQueue,
  isNode,
  isReady,
  type StoredNode,
  type StoredPod,
  setCondition,
} from '../base/index.ts';
import {nodeTaints} from '../scheduling/index.ts';

/**
 * What Kubernetes' node lifecycle controller does: a node's state becomes its taints, and the pods of a node that is not
 * Ready are not Ready either. Returns its end.
 */
export function startNodeLifecycle(store: Store, clock: Clock): () => void {
  const syncNode = (name: string): void => {
    const node = store.get<StoredNode>('Node', undefined, name);
    if (node === undefined) return;
    writeTaints(store, node, clock.now());
    if (readReady(node) === 'True') return;
    const pods = store.list<StoredPod>('Pod').filter(pod => pod.spec.nodeName === name);
    for (const pod of pods) markNotReady(store, pod, clock.now());
  };
  const queue = createWorkQueue(clock, syncNode);
  const unsubscribe = store.subscribe(({object}) => {
    if (isNode(object)) queue.add(object.metadata.name);
  });
  for (const {metadata} of store.list<StoredNode>('Node')) queue.add(metadata.name);
  return () => {
    unsubscribe();
    queue.stop();
  };
}

function readReady(node: StoredNode): string | undefined {
  return node.status?.conditions?.find(({type}) => type === 'Ready')?.status;
}

/** The taints that a node's own state asks for. */
function decideTaints(node: StoredNode): readonly Taint[] {
  const state = readReady(node);
  const trouble = state === 'Unknown' ? nodeTaints.unreachable : nodeTaints.notReady;
  return [
    ...(node.spec?.unschedulable ? [{key: nodeTaints.unschedulable, effect: 'NoSchedule'}] : []),
    ...(state === 'True' || state === undefined
      ? []
      : [
          {key: trouble, effect: 'NoSchedule'},
          {key: trouble, effect: 'NoExecute'},
        ]),
  ];
}

function writeTaints(store: Store, node: StoredNode, now: number): void {
  const before = node.spec?.taints ?? [];
  const managed: readonly string[] = [nodeTaints.unschedulable, nodeTaints.unreachable, nodeTaints.notReady];
  const same = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect;
  const wanted = decideTaints(node);
  const kept = before.filter(taint => !managed.includes(taint.key) || wanted.some(other => same(taint, other)));
  const timeAdded = timestamp(new Date(now));
  const added = wanted.filter(taint => !before.some(other => same(taint, other))).map(taint => ({...taint, timeAdded}));
  const taints = [...kept, ...added];
  if (isDeepStrictEqual(taints, before)) return;
  const {taints: _, ...spec} = node.spec ?? {};
  store.update<StoredNode>({...node, spec: {...spec, ...(taints.length > 0 && {taints})}});
}

function markNotReady(store: Store, pod: StoredPod, now: number): void {
  if (!isReady(pod)) return;
  const condition = {type: 'Ready', status: 'False', lastTransitionTime: timestamp(new Date(now))};
  const conditions = setCondition(pod.status?.conditions ?? [], condition);
  store.update<StoredPod>({...pod, status: {...pod.status, conditions}});
}
