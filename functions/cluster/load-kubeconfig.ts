import type {RequestOptions} from 'node:https';
import {KubeConfig} from '@kubernetes/client-node';
import type {ClusterAccess} from './connection.ts';
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
    async authenticate() {
      const credentials: RequestOptions = {};
      await config.applyToHTTPSOptions(credentials);
      return credentials;
    },
  };
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
