import type {Store} from '../../store/index.ts';
import {type Clock, createWorkQueue, isNode, isPod, type StoredPod} from '../base/index.ts';

/**
 * What Kubernetes' pod garbage collector does for nodes that are gone: their pods stay for a while, as they last were
 * (the node may come back under its name), and then go without being asked. Returns its end.
 *
 * @param delay in milliseconds
 */
export function startLostPodCollector(store: Store, clock: Clock, delay: number): () => void {
  const exists = (node: string): boolean => store.get('Node', undefined, node) !== undefined;
  const queue = createWorkQueue(clock, node => {
    if (exists(node)) return;
    const lost = store.list<StoredPod>('Pod').filter(({spec}) => spec.nodeName === node);
    for (const {metadata} of lost) store.delete('Pod', metadata.namespace, metadata.name);
  });
  const unsubscribe = store.subscribe(({type, object}) => {
    if (isNode(object) && type === 'DELETED') queue.addAfter(object.metadata.name, delay);
    // A pod may come to a node that is gone already.
    else if (isPod(object) && type !== 'DELETED' && object.spec.nodeName && !exists(object.spec.nodeName)) {
      queue.addAfter(object.spec.nodeName, delay);
    }
  });
  return () => {
    unsubscribe();
    queue.stop();
  };
}
