import {groupOf, type NodesView} from '@image-puller/shared/health';
import {findNodeTrouble, type NodeFacts, viewNode} from '@image-puller/shared/nodes';
import {ApiError, type Cluster} from '../../cluster/index.ts';
import {createSharer} from './share.ts';

/** Reads all nodes, and keeps little of them; undefined where we may not read nodes. */
export async function readNodes(cluster: Cluster): Promise<NodesView | undefined> {
  const ready = new Set<string>();
  const all = new Set<string>();
  const groups = new Map<string, string>();
  const facts: NodeFacts[] = [];
  const share = createSharer();
  try {
    for await (const page of cluster.pagesOfNodes()) {
      for (const node of page) {
        all.add(node.metadata.name);
        groups.set(node.metadata.name, share(groupOf(node)));
        if (findNodeTrouble(node) === undefined) ready.add(node.metadata.name);
        facts.push(viewNode(node));
      }
    }
  } catch (error) {
    if (error instanceof ApiError && error.failure === 'forbidden') return undefined;
    throw error;
  }
  return {all, ready, groups, facts};
}
