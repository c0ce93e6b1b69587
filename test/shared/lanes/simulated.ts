import type {PodView} from '@image-puller/shared/health';

/** Of a turn, in milliseconds: each function runs once, then the DaemonSet controller, then each kubelet pulls one image. */
export const turn = 30_000;

/** The init container of every pod. */
export const placeholder = 'registry.test/sleep:1';

export interface SimulatedNode {
  readonly name: string;
  readonly architecture: 'amd64' | 'arm64';
  isReady: boolean;
  /** Its disk is full, or its way to the registry is cut: it pulls nothing. */
  isBroken: boolean;
  /** The init container of every pod that starts fails there. */
  isInitFailing: boolean;
  /** Until when that was so last, in milliseconds. */
  initFailedUntil: number;
  /** The images on its disk. */
  readonly disk: Set<string>;
}

export interface SimulatedPod {
  readonly name: string;
  readonly lane: string;
  readonly node: SimulatedNode;
  /** The generation of its template. */
  readonly template: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly createdAt: number;
  /** A mesh has put a container into it that can't be pulled. */
  readonly isMeshed: boolean;
  /** Its init container is through. */
  isInitialized: boolean;
  /** By reference; in the order of the containers. */
  readonly containers: Map<string, {state: 'pulling' | 'running' | 'failing'; nextTry: number; tries: number}>;
}

/** A pod of main on a node that is well, in which images run, or fail. */
export const buildPod = (states: Readonly<Record<string, 'running' | 'failing'>>): SimulatedPod => ({
  name: 'pod',
  isMeshed: false,
  lane: 'main',
  node: {
    name: 'node',
    architecture: 'amd64',
    isReady: true,
    isBroken: false,
    isInitFailing: false,
    initFailedUntil: 0,
    disk: new Set(),
  },
  template: '',
  pullPolicy: 'Always',
  createdAt: 0,
  isInitialized: true,
  containers: new Map(Object.entries(states).map(([image, state]) => [image, {state, nextTry: 0, tries: 1}])),
});

/** Where an image can't be pulled. */
export type Failure = 'everywhere' | 'arm64' | 'first node';

export function canPull(failure: Failure | undefined, node: SimulatedNode, isFirst: boolean): boolean {
  if (node.isBroken || failure === 'everywhere') return false;
  return failure === undefined || (failure === 'arm64' ? node.architecture !== 'arm64' : !isFirst);
}

export const isReady = ({containers, node, isInitialized, isMeshed}: SimulatedPod): boolean =>
  node.isReady && isInitialized && !isMeshed && [...containers.values()].every(({state}) => state === 'running');

export const viewPod = (pod: SimulatedPod): PodView => ({
  name: pod.name,
  uid: pod.name,
  generation: pod.template,
  node: pod.node.name,
  createdAt: pod.createdAt,
  ready: isReady(pod),
  lacks: undefined,
  isOut: false,
  trouble: undefined,
  withoutSandbox: false,
  foreign: pod.isMeshed ? [{name: 'proxy', failure: 'not found'}] : [],
  containers: [...pod.containers].map(([image, {state}]) => ({
    image,
    rewritten: undefined,
    digest: undefined,
    crashedAt: undefined,
    state: pod.isInitialized ? state : 'waiting',
    reason: pod.isInitialized && state === 'failing' ? 'ErrImagePull: not found' : undefined,
  })),
});

/**
 * What a kubelet does in a turn: one pull that gets through; one that fails is over at once, and tried again ever later.
 *
 * @param pods those of its node
 */
export function pullImages(pods: readonly SimulatedPod[], time: number, canPull: (image: string) => boolean): void {
  let pulls = 0;
  for (const pod of pods) {
    const {containers, pullPolicy, node} = pod;
    pod.isInitialized ||= !node.isInitFailing;
    if (!pod.isInitialized) continue;
    for (const [image, container] of containers) {
      if (container.state === 'running' || container.nextTry > time) continue;
      const isThere = pullPolicy !== 'Always' && (image === placeholder || node.disk.has(image));
      if (isThere || (pullPolicy !== 'Never' && canPull(image))) {
        if (!isThere && pulls++ > 0) continue;
        node.disk.add(image);
        container.state = 'running';
      } else {
        container.state = 'failing';
        container.tries++;
        container.nextTry = time + Math.min(300_000, 10_000 * 2 ** container.tries);
      }
    }
  }
}
