import {chmod, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {dump} from 'js-yaml';

/** The name of the cluster, its user and its context in the kubeconfig. */
export const contextName = 'embedded';

/**
 * A kubeconfig for a server without TLS and without authentication.
 *
 * @param url `http://127.0.0.1:<port>`.
 */
function buildKubeconfig(url: string, namespace: string): string {
  return dump({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': contextName,
    // Clients for Node refuse an http:// server unless TLS is switched off by name.
    clusters: [{name: contextName, cluster: {server: url, 'insecure-skip-tls-verify': true}}],
    users: [{name: contextName, user: {}}],
    contexts: [{name: contextName, context: {cluster: contextName, user: contextName, namespace}}],
  });
}

/** Writes it to `<directory>/kubeconfig`, readable by its owner alone, and returns that path. */
export async function writeKubeconfig(directory: string, url: string, namespace: string): Promise<string> {
  await mkdir(directory, {recursive: true});
  const path = join(directory, 'kubeconfig');
  await writeFile(path, buildKubeconfig(url, namespace), {mode: 0o600});
  // A file that was there keeps its mode otherwise.
  await chmod(path, 0o600);
  return path;
}
