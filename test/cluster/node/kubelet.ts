import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {findPorts, type Program, startProgram} from '../programs/index.ts';
import {locateTool} from '../tools/index.ts';

/** Fields of a KubeletConfiguration (kubelet.config.k8s.io/v1beta1) that differ from this file's. */
export type KubeletConfig = Readonly<Record<string, unknown>>;

export interface KubeletOptions {
  readonly directory: string;
  readonly nodeName: string;
  readonly kubeconfig: string;
  readonly runtimeSocket: string;
  /** As the kubelet calls it: from the root, with a slash in front. */
  readonly cgroup: string;
  readonly config: KubeletConfig;
}

/** The address of the sandbox, which all of its nodes share. */
const address = '10.201.0.1';

/** Starts a kubelet with everything that it keeps in a directory; does not wait for it. */
export async function startKubelet(options: KubeletOptions): Promise<Program> {
  const {directory, nodeName, kubeconfig} = options;
  const file = join(directory, 'kubelet.json');
  const root = join(directory, 'kubelet');
  await mkdir(root, {recursive: true});
  await writeFile(file, JSON.stringify({...(await buildConfig(options)), ...options.config}));
  return await startProgram({
    name: 'kubelet',
    binary: locateTool('kubelet'),
    arguments: [
      `--config=${file}`,
      `--kubeconfig=${kubeconfig}`,
      `--root-dir=${root}`,
      `--cert-dir=${join(root, 'certificates')}`,
      `--hostname-override=${nodeName}`,
      `--node-ip=${address}`,
    ],
    log: join(directory, 'log', 'kubelet.log'),
    directory: root,
  });
}

async function buildConfig({directory, cgroup, runtimeSocket}: KubeletOptions): Promise<object> {
  const [port, healthzPort] = await findPorts(2);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address,
    port,
    healthzPort,
    authentication: {anonymous: {enabled: false}, webhook: {enabled: true}},
    authorization: {mode: 'Webhook'},
    containerRuntimeEndpoint: `unix://${runtimeSocket}`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: cgroup,
    // A machine whose controllers are those of cgroup version 1 will do.
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    // A kubelet can't tell the disk of a directory from that of the machine, which may be full.
    evictionHard: {'memory.available': '0%', 'nodefs.available': '0%', 'imagefs.available': '0%'},
    imageGCHighThresholdPercent: 100,
    makeIPTablesUtilChains: false,
    podLogsDir: join(directory, 'pod-logs'),
    volumePluginDir: join(directory, 'volume-plugins'),
    // Of what happens to pods nothing is to be late, or left out.
    nodeStatusUpdateFrequency: '2s',
    eventRecordQPS: 0,
    clusterDomain: 'cluster.local',
    clusterDNS: ['10.202.0.10'],
  };
}
