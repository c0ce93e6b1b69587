import type {RequestOptions} from 'node:https';
import type {KubeConfig} from '@kubernetes/client-node';
import type {ClusterAccess} from './connection.ts';

/** Which cluster to talk to. By default as kubectl chooses: KUBECONFIG, ~/.kube/config, then the pod's own. */
export interface KubeconfigOptions {
  /** Path of a kubeconfig file: nothing else is looked at then. */
  readonly kubeconfig?: string;
  /** A context of that file instead of its current one. */
  readonly context?: string;
}

/**
 * Reads where a cluster is, and how to be let in. Nothing is sent. Loads client-node, which takes long from its source: all
 * models and APIs of Kubernetes are in it.
 *
 * Rejects where there is no kubeconfig and no ServiceAccount, or where the named context does not exist.
 */
export async function readKubeconfig(options: KubeconfigOptions = {}): Promise<ClusterAccess> {
  const config = await loadKubeConfig(options);
  const contextName = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error(`the kubeconfig's context ${contextName} names no cluster`);
  return {
    server: cluster.server,
    namespace: config.getContextObject(contextName)?.namespace?.trim() || 'default',
    contextName,
    isBehindProxy: Boolean(cluster.proxyUrl),
    async authenticate() {
      const credentials: RequestOptions = {};
      await config.applyToHTTPSOptions(credentials);
      return credentials;
    },
  };
}

async function loadKubeConfig({kubeconfig, context}: KubeconfigOptions): Promise<KubeConfig> {
  const {KubeConfig} = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromFile(kubeconfig);
  // What client-node falls back to where it finds nothing: http://localhost:8080, which is nobody's cluster.
  if (config.getCurrentContext() === 'loaded-context') {
    throw new Error(
      'no cluster to talk to: set KUBECONFIG, or write ~/.kube/config, or run in a pod with a ServiceAccount',
    );
  }
  if (context !== undefined) {
    if (config.getContextObject(context) === null) {
      const known = config.getContexts().map(({name}) => name);
      throw new Error(
        `${kubeconfig ?? 'the kubeconfig'} has no context ${context}; it has ${known.join(', ') || 'none'}`,
      );
    }
    config.setCurrentContext(context);
  }
  return config;
}
