import type {ClusterAccess} from './connection.ts';

/** Which cluster to talk to. By default as kubectl chooses: KUBECONFIG, ~/.kube/config, then the pod's own. */
export interface KubeconfigOptions {
  /** Path of a kubeconfig file: nothing else is looked at then. */
  readonly kubeconfig?: string;
  /** A context of that file instead of its current one. */
  readonly context?: string;
}

/**
 * Reads where a cluster is, and how to be let in. Nothing is sent.
 *
 * Loads client-node, which takes long from its source: all models and APIs of Kubernetes are in it. By way of a module of our
 * own that names what it wants of it: of a package that is imported late, esbuild bundles everything.
 *
 * Rejects where there is no kubeconfig and no ServiceAccount, or where the named context does not exist.
 */
export async function readKubeconfig(options: KubeconfigOptions = {}): Promise<ClusterAccess> {
  const {loadKubeconfig} = await import('./load-kubeconfig.ts');
  return loadKubeconfig(options);
}
