import {type Change, type Store, timestamp} from '../../store/index.ts';
import {
  type Clock,
  createEventRecorder,
  createWorkQueue,
  findCondition,
  isNode,
  isPod,
  isTerminal,
  type StoredNode,
  type StoredPod,
  setCondition,
} from '../base/index.ts';
import {assessFit, type Misfit, type NodeUse, sumUse, unused} from './assess-fit.ts';
import {describeMisfits} from './describe-misfits.ts';
import {findBoundNode} from './node-affinity.ts';

/**
 * Binds pods without a node to one that takes them, the emptiest first, and says of the others why they wait. Looks
 * again when a pod or a node makes a difference. Knows no priorities and evicts nobody. Returns its end.
 */
export function startScheduler(store: Store, clock: Clock): () => void {
  const record = createEventRecorder(store, clock, {component: 'default-scheduler'});
  const queue = createWorkQueue(clock, () => scheduleAll());
  const unsubscribe = store.subscribe(change => {
    if (matters(change)) queue.add('all');
  });
  queue.add('all');

  const scheduleAll = (): void => {
    const pods = store.list<StoredPod>('Pod');
    const waiting = pods.filter(pod => !pod.spec.nodeName && !isTerminal(pod) && !pod.metadata.deletionTimestamp);
    if (waiting.length === 0) return;
    const nodes = store.list<StoredNode>('Node');
    const use = new Map(sumUse(pods));
    for (const pod of waiting) {
      const decision = decideNode(pod, nodes, use);
      if ('refused' in decision) {
        refuse(pod, decision.refused);
      } else {
        const bound = bind(pod, decision.node);
        use.set(decision.node, addUse(use.get(decision.node), bound));
      }
    }
  };

  const bind = (pod: StoredPod, nodeName: string): StoredPod => {
    const bound = {...pod, spec: {...pod.spec, nodeName}};
    const {namespace, name} = pod.metadata;
    record(pod, {
      type: 'Normal',
      reason: 'Scheduled',
      message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
    });
    return store.update(withScheduled(bound, {status: 'True'}, clock.now()));
  };

  const refuse = (pod: StoredPod, message: string): void => {
    if (findCondition(pod, 'PodScheduled')?.message === message) return;
    record(pod, {type: 'Warning', reason: 'FailedScheduling', message});
    store.update(withScheduled(pod, {status: 'False', reason: 'Unschedulable', message}, clock.now()));
  };

  return () => {
    unsubscribe();
    queue.stop();
  };
}

/** Chooses a node for one pod, or says why there is none. */
function decideNode(
  pod: StoredPod,
  nodes: readonly StoredNode[],
  use: ReadonlyMap<string, NodeUse>,
): {readonly node: string} | {readonly refused: string} {
  const named = findBoundNode(pod.spec.affinity);
  const candidates = named === undefined ? nodes : nodes.filter(({metadata}) => metadata.name === named);
  if (nodes.length === 0) return {refused: 'no nodes available to schedule pods'};
  const misfits: Misfit[] = [];
  const takers: StoredNode[] = [];
  for (const node of candidates) {
    const misfit = assessFit(pod, node, use.get(node.metadata.name) ?? unused);
    if (misfit === undefined) takers.push(node);
    else misfits.push(misfit);
  }
  const podsOn = (node: StoredNode): number => use.get(node.metadata.name)?.pods ?? 0;
  const [best] = takers.toSorted((a, b) => podsOn(a) - podsOn(b));
  if (best !== undefined) return {node: best.metadata.name};
  return {refused: describeMisfits(misfits, nodes.length - candidates.length)};
}

function addUse(use: NodeUse = unused, pod: StoredPod): NodeUse {
  const more = sumUse([pod]).get(pod.spec.nodeName ?? '') ?? unused;
  return {cpu: use.cpu + more.cpu, memory: use.memory + more.memory, pods: use.pods + more.pods};
}

function withScheduled(
  pod: StoredPod,
  state: {readonly status: 'True' | 'False'; readonly reason?: string; readonly message?: string},
  now: number,
): StoredPod {
  const condition = {type: 'PodScheduled', lastTransitionTime: timestamp(new Date(now)), ...state};
  return {...pod, status: {...pod.status, conditions: setCondition(pod.status?.conditions ?? [], condition)}};
}

/** A new or ended pod, a pod that left, a node that came or changed: the status of running pods makes no difference. */
function matters({type, object}: Change): boolean {
  if (isNode(object)) return true;
  return isPod(object) && (type === 'DELETED' || !object.spec.nodeName || isTerminal(object));
}
