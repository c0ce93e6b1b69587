import type {PodView} from '@image-puller/shared/health';

/** Of a turn, in milliseconds: each function runs once, then the DaemonSet controller, then each kubelet pulls one image. */
export const turn = 30_000;

export interface SimulatedNode {
  readonly name: string;
  readonly architecture: 'amd64' | 'arm64';
  isReady: boolean;
  /** Its disk is full, or its way to the registry is cut: it pulls nothing. */
  isBroken: boolean;
  /** The images on its disk. */
  readonly disk: Set<string>;
}

export interface SimulatedPod {
  readonly lane: string;
  readonly node: SimulatedNode;
  readonly template: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent';
  readonly createdAt: number;
  /** By reference; in the order of the containers. */
  readonly containers: Map<string, {state: 'pulling' | 'running' | 'failing'; nextTry: number; tries: number}>;
}

export const isReady = ({containers, node}: SimulatedPod): boolean =>
  node.isReady && [...containers.values()].every(({state}) => state === 'running');

export const viewPod = (pod: SimulatedPod): PodView => ({
  node: pod.node.name,
  createdAt: pod.createdAt,
  ready: isReady(pod),
  lacks: undefined,
  isOut: false,
  trouble: undefined,
  containers: [...pod.containers].map(([image, {state}]) => ({
    image,
    digest: undefined,
    state,
    reason: state === 'failing' ? 'ErrImagePull: not found' : undefined,
  })),
});
