import {spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {until} from '../../../support/until.ts';
import type {ControlPlane} from '../../control-plane/index.ts';
import {findPorts, startProgram, untilUp} from '../../programs/index.ts';
import type {Scope} from '../../start.ts';
import {locateTool} from '../../tools/index.ts';

/** The rules of iptables are the sandbox's: two kube-proxies would undo each other's. */
const claim = '\0image-puller-kube-proxy';

/** How long another file's Knative may be waited for, in milliseconds. */
const patience = 280_000;

/**
 * Starts kube-proxy: from here on Services have addresses, also the API server's own, for pods and for processes of this
 * sandbox. One cluster at a time has it; another waits.
 */
export async function startKubeProxy(t: Scope, cluster: ControlPlane, nodeName: string): Promise<void> {
  const claimed = await claimRules();
  t.teardown(() => claimed.end());
  const [healthz, metrics] = await findPorts(2);
  const file = join(cluster.directory, 'kube-proxy.json');
  const config = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    hostnameOverride: nodeName,
    clientConnection: {kubeconfig: cluster.kubeconfig},
    healthzBindAddress: `127.0.0.1:${healthz}`,
    metricsBindAddress: `127.0.0.1:${metrics}`,
    // Pods that share a bridge would answer each other past the rules, by the wrong address.
    iptables: {masqueradeAll: true, localhostNodePorts: false, minSyncPeriod: '100ms'},
    // The kernel's limits on connections are the machine's.
    conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s'},
  };
  await writeFile(file, JSON.stringify(config));
  const program = await startProgram({
    name: 'kube-proxy',
    binary: locateTool('kube-proxy'),
    arguments: [`--config=${file}`],
    log: join(cluster.directory, 'log', 'kube-proxy.log'),
  });
  // Rules that stayed would lead the next cluster's connections to this one.
  t.teardown(() => void spawnSync(locateTool('kube-proxy'), ['--cleanup']));
  t.teardown(() => program.stop());
  await untilUp(program, async () => (await fetch(`http://127.0.0.1:${healthz}/healthz`)).ok);
}

async function claimRules(): Promise<{end(): Promise<void>}> {
  const server = createServer().unref();
  const listen = () =>
    new Promise<boolean>(resolve => {
      server.once('error', () => resolve(false)).listen({path: claim}, () => resolve(true));
    });
  await until(listen, () => 'the rules of iptables are still those of another test', patience);
  return {end: async () => void server.close()};
}
