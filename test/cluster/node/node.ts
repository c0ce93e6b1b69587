import {existsSync} from 'node:fs';
import {mkdir, mkdtemp} from 'node:fs/promises';
import {join} from 'node:path';
import type {Node, Pod} from 'kubernetes-types/core/v1';
import {type ControlPlane, nodeNames} from '../control-plane/index.ts';
import {buildSleepImage} from '../images/index.ts';
import type {Machine} from '../needs.ts';
import {type Program, untilUp} from '../programs/index.ts';
import type {Registry} from '../registry/index.ts';
import {nameCgroup, removeCgroups, removeDirectory} from '../sandbox/index.ts';
import type {Scope} from '../start.ts';
import {makeCgroups} from './cgroups.ts';
import {endContainers, unmountAll} from './clean.ts';
import {readContainerLog} from './container-log.ts';
import {startContainerd} from './containerd.ts';
import {createContainerReader, type RunningContainer} from './containers.ts';
import {type KubeletConfig, startKubelet} from './kubelet.ts';
import {configureNetwork} from './network.ts';
import {patience} from './patience.ts';
import {type RegistryHosts, writeRegistryHosts} from './registry-hosts.ts';

export interface NodeOptions {
  /** Where the image of the pause container is put, and pulled from. Any other on 127.0.0.1 can be pulled from too. */
  readonly registry: Registry;
  /** One of `nodeNames`; the first unless given. */
  readonly name?: (typeof nodeNames)[number];
  /** Fields of the kubelet's configuration, such as `maxPods` or `systemReserved`, over those it has here. */
  readonly kubelet?: KubeletConfig;
}

/** A node of a cluster as it is everywhere: kubelet, containerd and runc, with root's rights. */
export interface RealNode {
  readonly name: string;
  /** Everything of this node is in here: logs in log/. */
  readonly directory: string;
  /** What runs on it at this moment, by the kernel's own account; pause containers left out. */
  readContainers(): readonly RunningContainer[];
  /** What the first container of a pod has said, as the kubelet keeps it: whole lines. */
  readContainerLog(pod: Pod | undefined): Promise<readonly string[]>;
  /** Is it on its disk: a manifest, a configuration or a layer, by its digest? */
  hasContent(digest: string): boolean;
  /** Says how it reaches a registry, once for each. */
  reachRegistry(host: string, hosts: RegistryHosts): Promise<void>;
  /** From now on no pod gets a sandbox, until its network is mended; what runs is left alone. */
  breakPodNetwork(): Promise<void>;
  mendPodNetwork(): Promise<void>;
  /** Ends the kubelet by SIGKILL, lets another one take over, with fields of its configuration changed, and waits for it. */
  restartKubelet(config?: KubeletConfig): Promise<void>;
}

/** Adds a node to a control plane, for one test: it ends with it. Ready, and pods can be placed on it. */
export async function startNode(
  t: Scope,
  machine: Machine,
  cluster: ControlPlane,
  {registry, name = nodeNames[0], kubelet: overrides = {}}: NodeOptions,
): Promise<RealNode> {
  const directory = await mkdtemp(join(machine.directory, 'node-'));
  t.teardown(() => (machine.keeps ? removeCgroups(nameCgroup(directory)) : removeDirectory(directory)));
  await mkdir(join(directory, 'log'));
  const cgroups = await makeCgroups(nameCgroup(directory));
  const network = await configureNetwork(machine.directory, directory);
  t.teardown(() => network.remove());
  t.teardown(() => unmountAll(directory));

  await registry.push('pause', '1', await buildSleepImage(machine.directory, 'pause'));
  const containerd = await startContainerd(directory, `${registry.host}/pause:1`, network);
  t.teardown(() => endContainers(cgroups, containerd.socket));
  t.teardown(() => containerd.program.kill());

  const kubeconfig = await cluster.writeKubeconfig(name, cluster.nodeAccess(name));
  const start = async (config: KubeletConfig, since: number): Promise<Program> => {
    const program = await startKubelet({
      directory,
      nodeName: name,
      kubeconfig,
      runtimeSocket: containerd.socket,
      cgroup: cgroups.name,
      config,
    });
    t.teardown(() => program.kill());
    await untilUp(program, async () => isUsable(await readNode(cluster, name), since), patience);
    return program;
  };
  let kubelet = await start(overrides, 0);
  return {
    name,
    directory,
    readContainers: createContainerReader(cgroups.memory, containerd.state),
    readContainerLog: pod => readContainerLog(join(directory, 'pod-logs'), pod),
    hasContent: digest => existsSync(join(containerd.blobs, digest.replace('sha256:', ''))),
    reachRegistry: (host, hosts) => writeRegistryHosts(containerd.registries, host, hosts),
    breakPodNetwork: network.break,
    mendPodNetwork: network.mend,
    async restartKubelet(config = {}) {
      await kubelet.kill();
      kubelet = await start({...overrides, ...config}, Date.now());
    },
  };
}

const readNode = (cluster: ControlPlane, name: string): Promise<Node> =>
  cluster.admin.ask<Node>('GET', `/api/v1/nodes/${name}`);

/** Ready by the word of a kubelet that spoke at that time or later, and open to pods. */
function isUsable({spec = {}, status = {}}: Node, since: number): boolean {
  const ready = status.conditions?.find(({type}) => type === 'Ready');
  const isReady = ready?.status === 'True' && Date.parse(ready.lastHeartbeatTime ?? '') >= since;
  return isReady && (spec.taints ?? []).length === 0;
}
