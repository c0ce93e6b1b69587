import type {RequestOptions} from 'node:https';
import {KubeConfig, type Cluster as KubernetesCluster} from '@kubernetes/client-node';
import {type ClusterAccess, isEncrypted} from './connection.ts';
import type {KubeconfigOptions} from './kubeconfig.ts';

/** The same as `readKubeconfig`; throws where that rejects. The only user of client-node. */
export function loadKubeconfig(options: KubeconfigOptions): ClusterAccess {
  const config = parse(options);
  const contextName = config.getCurrentContext();
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new Error(`the kubeconfig's context ${contextName} names no cluster`);
  return {
    server: cluster.server,
    namespace: config.getContextObject(contextName)?.namespace?.trim() || 'default',
    contextName,
    isBehindProxy: Boolean(cluster.proxyUrl),
    ...createAuthenticate(config, cluster),
  };
}

/** The name that client-node gives to the context of a pod: it never speaks plain HTTP there, and neither do we. */
const inCluster = 'inClusterContext';

function createAuthenticate(
  config: KubeConfig,
  {server, proxyUrl}: KubernetesCluster,
): Pick<ClusterAccess, 'authenticate'> {
  const read = async (): Promise<RequestOptions> => {
    const credentials: RequestOptions = {};
    await config.applyToHTTPSOptions(credentials);
    return credentials;
  };
  if (isEncrypted(server) || config.getCurrentContext() === inCluster) return {authenticate: read};
  // As kubectl does it (client-go, ClientConfig): no token or password goes out where everyone could read it.
  return proxyUrl ? {authenticate: async () => ({agent: (await read()).agent})} : {};
}

function parse({kubeconfig, context}: KubeconfigOptions): KubeConfig {
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
