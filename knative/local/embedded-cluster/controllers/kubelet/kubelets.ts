import type {Images} from '../../images/index.ts';
import type {Change, Store} from '../../store/index.ts';
import {type Clock, isNode, isPod, isRegistered, type StoredNode, type StoredPod} from '../base/index.ts';
import {createKubelet, type Kubelet} from './kubelet.ts';
import type {KubeletOptions} from './options.ts';
import type {Pull} from './pull-tracker.ts';

/** The kubelets of all nodes in the store. */
export interface Kubelets {
  /** Pauses or resumes one. */
  setReachable(nodeName: string, reachable: boolean): void;
  /** Lets the making of sandboxes fail on a node with these words, or, undefined, succeed again. */
  setSandboxFailure(nodeName: string, message: string | undefined): void;
  /** What a node pulls right now. */
  pulls(nodeName: string): readonly Pull[];
  stop(): void;
}

/** What the kubelets work with. */
export interface KubeletsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly images: Images;
  readonly options: KubeletOptions;
  /** Called when a pull begins or ends anywhere. */
  readonly changed: () => void;
}

/**
 * Every node that is in the store, or comes, gets a kubelet once it is registered; it goes with the node, and so do its
 * images.
 */
export function startKubelets({store, clock, images, options, changed}: KubeletsOptions): Kubelets {
  const kubelets = new Map<string, Kubelet>();
  const sandboxFailures = new Map<string, string>();
  let nodesSoFar = 0;

  const start = ({metadata, status}: StoredNode): void => {
    const {name} = metadata;
    const subnet = nodesSoFar;
    nodesSoFar += 1;
    let podsSoFar = 1;
    const assignPodIp = (): string => {
      podsSoFar += 1;
      // A /16 for every 256 nodes would do for a real cluster; an address here is for the eye only.
      return `10.${244 + ((subnet >> 8) % 10)}.${subnet % 256}.${podsSoFar % 256}`;
    };
    const node = {
      name,
      platform: status?.nodeInfo?.architecture ?? metadata.labels?.['kubernetes.io/arch'] ?? 'amd64',
      ip: status?.addresses?.find(({type}) => type === 'InternalIP')?.address ?? '',
    };
    const sandboxFailure = () => sandboxFailures.get(name);
    const kubelet = createKubelet({store, clock, images, options, node, assignPodIp, sandboxFailure}, changed);
    kubelets.set(name, kubelet);
    for (const pod of store.list<StoredPod>('Pod')) if (pod.spec.nodeName === name) kubelet.see(pod);
  };

  const stopOne = (name: string): void => {
    kubelets.get(name)?.stop();
    kubelets.delete(name);
    images.removeNode(name);
    changed();
  };

  const follow = ({type, object}: Change): void => {
    if (isNode(object)) {
      const isStarted = kubelets.has(object.metadata.name);
      if (type === 'DELETED') stopOne(object.metadata.name);
      else if (!isStarted && isRegistered(object)) start(object);
    } else if (isPod(object)) {
      const kubelet = kubelets.get(object.spec.nodeName ?? '');
      if (type === 'DELETED') kubelet?.forget(object);
      else kubelet?.see(object);
    }
  };

  const unsubscribe = store.subscribe(follow);
  for (const node of store.list<StoredNode>('Node').filter(isRegistered)) start(node);
  return {
    setReachable(nodeName, reachable) {
      const kubelet = kubelets.get(nodeName);
      if (reachable) kubelet?.resume();
      else kubelet?.pause();
    },
    setSandboxFailure(nodeName, message) {
      if (message === undefined) sandboxFailures.delete(nodeName);
      else sandboxFailures.set(nodeName, message);
    },
    pulls: nodeName => kubelets.get(nodeName)?.pulls() ?? [],
    stop() {
      unsubscribe();
      for (const kubelet of kubelets.values()) kubelet.stop();
    },
  };
}
