import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Pod} from 'kubernetes-types/core/v1';
import type {ControlPlane} from '../control-plane/index.ts';
import {buildFunctionsImage, buildSleepImage} from '../images/index.ts';
import type {Machine} from '../needs.ts';
import {startNode} from '../node/index.ts';
import {type Registry, startRegistry} from '../registry/index.ts';
import {type Scope, startCluster} from '../start.ts';
import {openShell, type Shell} from '../upgrade/shell.ts';
import {startIngress} from './ingress/index.ts';
import {findDnsAddress, publishApiServer, startDns, startKubeProxy} from './network/index.ts';
import {installKnative} from './system/index.ts';

const run = promisify(execFile);
const renderer = join(import.meta.dirname, '..', '..', '..', 'knative', 'render.ts');

/** Knative Serving and Eventing, running on a real node. */
export interface LiveKnative {
  readonly cluster: ControlPlane;
  readonly node: Awaited<ReturnType<typeof startNode>>;
  readonly registry: Registry;
  /** An administrator's, in the namespace `default`. */
  readonly shell: Shell;
  /**
   * Renders this project's own manifests for a namespace and the images of that registry, and nothing else changed.
   *
   * @param options more of the renderer's, such as `--wake-on tick`
   * @returns the folder of the manifests
   */
  render(namespace: string, ...options: readonly string[]): Promise<string>;
  /** The same, and applies them. */
  install(namespace: string, ...options: readonly string[]): Promise<string>;
  readPods(namespace: string): Promise<readonly Pod[]>;
  /** What a pod's first container has said. */
  readLog(pod: Pod | undefined): Promise<readonly string[]>;
}

/** Starts a cluster with one real node and with Knative on it; all of it is up. */
export async function startKnative(scope: Scope, machine: Machine): Promise<LiveKnative> {
  const [cluster, registry] = await Promise.all([
    // Pods reach it at the sandbox's address, of which the loopback device has none.
    startCluster(scope, machine, {apiServerFlags: ['--bind-address=0.0.0.0']}),
    startRegistry(scope, machine),
  ]);
  const dnsAddress = await findDnsAddress(cluster);
  // One image that is pulled slowly should not hold back those of other tests.
  const kubelet = {clusterDNS: [dnsAddress], resolvConf: '', serializeImagePulls: false};
  const node = await startNode(scope, machine, cluster, {registry, kubelet});
  await publishApiServer(cluster.admin);
  await startKubeProxy(scope, cluster, node.name);
  const dns = await startDns(scope, cluster, dnsAddress);
  const shell = await openShell(cluster, 'default', {deadline: 300_000});
  await installKnative(cluster, registry, shell);
  await startIngress(scope, cluster.admin, dns);
  await registry.push('functions', '1', await buildFunctionsImage());
  await registry.push('sleep', '1', await buildSleepImage(machine.directory));
  const render: LiveKnative['render'] = async (namespace, ...options) => {
    const out = join(cluster.directory, `manifests-${namespace}`);
    const images = ['--functions-image', `${registry.host}/functions:1`, '--sleep-image', `${registry.host}/sleep:1`];
    await run(process.execPath, [renderer, '--out', out, '--namespace', namespace, ...images, ...options]);
    return out;
  };
  return {
    cluster,
    node,
    registry,
    shell,
    render,
    async install(namespace, ...options) {
      const out = await render(namespace, ...options);
      await shell(`kubectl apply -f ${out}`);
      return out;
    },
    async readPods(namespace) {
      const {items} = await cluster.admin.ask<{readonly items: readonly Pod[]}>(
        'GET',
        `/api/v1/namespaces/${namespace}/pods`,
      );
      return items;
    },
    readLog: node.readContainerLog,
  };
}
