import {type EmbeddedCluster, type StoredConfigMap, startEmbeddedCluster} from '@image-puller/embedded-cluster';
import type {ExecutionContext} from 'ava';
import type {Running} from './command.ts';

/** A cluster in this process: to a command in another one it is as real as any. */
export async function startCluster(t: ExecutionContext): Promise<EmbeddedCluster> {
  const cluster = await startEmbeddedCluster({namespace: 'team', images: {bytesPerSecond: 1e10}});
  t.teardown(() => cluster.stop());
  cluster.nodes.add('worker');
  return cluster;
}

/** A puller's ConfigMap that somebody applied. */
export function addPuller(cluster: EmbeddedCluster): void {
  cluster.store.create<StoredConfigMap>({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {name: 'theirs', namespace: 'team', labels: {'kubernetes-image-puller/config': 'true'}},
    data: {IMAGES: 'a=registry.example/a:1'},
  });
}

/** The names of all DaemonSets, as they are stored at this moment. */
export const findDaemonSets = ({store}: EmbeddedCluster): readonly string[] =>
  store.list('DaemonSet').map(({metadata}) => metadata.name);

/** What the command had said when the first write came in. */
export function recordBeforeWrite(cluster: EmbeddedCluster, running: () => Running): () => string {
  let said: string | undefined;
  cluster.setIntercept(({verb}) => {
    if (verb === 'create') said ??= running().output();
    return undefined;
  });
  return () => said ?? '';
}
