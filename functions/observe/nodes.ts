import {isReadyNode, type NodesView} from '@image-puller/shared/health';
import {ApiError, type Cluster} from '../cluster/index.ts';

/** Reads all nodes, and keeps little of them; undefined where we may not read nodes. */
export async function readNodes(cluster: Cluster): Promise<NodesView | undefined> {
  const ready = new Set<string>();
  const all = new Set<string>();
  try {
    for await (const page of cluster.pagesOfNodes()) {
      for (const node of page) {
        all.add(node.metadata.name);
        if (isReadyNode(node)) ready.add(node.metadata.name);
      }
    }
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'forbidden') return undefined;
    throw error;
  }
  return {all, ready};
}
