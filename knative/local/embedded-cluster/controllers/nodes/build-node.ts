import type {NodeCondition, Taint} from 'kubernetes-types/core/v1';
import {timestamp, type Unstored} from '../../store/index.ts';
import type {StoredNode} from '../base/index.ts';

/** Of a node that does not say. */
export const defaultArch = 'amd64';

/** A node to be simulated. All of it is optional: an ordinary amd64 node with room. */
export interface NodeSpecification {
  /** As in `GOARCH`; default `amd64`. */
  readonly arch?: string;
  /** Default `linux`. */
  readonly os?: string;
  /** On top of those that every node has. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly Taint[];
  /** Cordoned. */
  readonly unschedulable?: boolean;
  /** Quantities; default 4 CPUs, 16Gi and 110 pods. */
  readonly allocatable?: {readonly cpu?: string; readonly memory?: string; readonly pods?: string};
}

/** A Node as its kubelet registers it. `index` makes its address. */
export function buildNode(name: string, index: number, given: NodeSpecification, now: number): Unstored<StoredNode> {
  const {arch = defaultArch, os = 'linux', labels, taints = [], unschedulable = false} = given;
  const allocatable = {cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi', ...given.allocatable};
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': arch,
        'beta.kubernetes.io/os': os,
        'kubernetes.io/arch': arch,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': os,
        ...labels,
      },
    },
    spec: {
      ...(unschedulable && {unschedulable}),
      ...(taints.length > 0 && {taints: [...taints]}),
    },
    status: {
      addresses: [
        {type: 'InternalIP', address: `172.18.${(index + 2) >> 8}.${(index + 2) % 256}`},
        {type: 'Hostname', address: name},
      ],
      allocatable,
      capacity: allocatable,
      conditions: buildConditions(true, now),
      daemonEndpoints: {kubeletEndpoint: {Port: 10250}},
      nodeInfo: {
        architecture: arch,
        bootID: '',
        containerRuntimeVersion: 'containerd://2.2.0',
        kernelVersion: 'simulated',
        kubeProxyVersion: '',
        kubeletVersion: 'v1.36.3',
        machineID: '',
        operatingSystem: os,
        osImage: 'Simulated node',
        systemUUID: '',
      },
    },
  };
}

/** The conditions of a node whose kubelet reports, or of one that has not been heard of for 40 seconds. */
export function buildConditions(reachable: boolean, now: number): NodeCondition[] {
  const conditions = [
    ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
  ] as const;
  const time = timestamp(new Date(now));
  return conditions.map(([type, status, reason, message]) => ({
    type,
    status: reachable ? status : 'Unknown',
    reason: reachable ? reason : 'NodeStatusUnknown',
    message: reachable ? message : 'Kubelet stopped posting node status.',
    lastHeartbeatTime: time,
    lastTransitionTime: time,
  }));
}
