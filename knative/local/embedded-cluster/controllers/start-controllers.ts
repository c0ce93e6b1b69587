import type {Images} from '../images/index.ts';
import type {Store} from '../store/index.ts';
import {type BackoffDelays, type Clock, createScopedClock} from './base/index.ts';
import {startDaemonSetController} from './daemonset/index.ts';
import {startEventExpiry} from './event-expiry.ts';
import {defaultKubeletOptions, type KubeletOptions, startKubelets} from './kubelet/index.ts';
import {
  createNodePool,
  type NodePool,
  startLostPodCollector,
  startNodeLifecycle,
  startRegistration,
} from './nodes/index.ts';
import {startScheduler} from './scheduling/index.ts';

/** How quick the simulated cluster is; what is not given is as in Kubernetes. Durations are in milliseconds. */
export interface ControllerOptions extends Partial<KubeletOptions> {
  /** Between two replacements of a failed DaemonSet pod on a node: 1 s doubling to 15 min in Kubernetes. */
  readonly failedPodBackoff?: BackoffDelays;
  /** Until the pods of a node that is gone are deleted: 40 s, and up to 20 s more, in Kubernetes. */
  readonly lostPodDelay?: number;
  /** Until an Event that was not written again is forgotten: 1 h in Kubernetes. */
  readonly eventLife?: number;
}

/** What the controllers work with. */
export interface ControllersInput {
  readonly store: Store;
  readonly images: Images;
  readonly clock: Clock;
  readonly options?: ControllerOptions;
}

/** The running controllers. */
export interface Controllers {
  readonly nodes: NodePool;
  /** Ends them all, with all their timers. The store stays as it is. */
  stop(): void;
}

/**
 * Starts what makes a cluster out of a store: the DaemonSet controller, the scheduler, the node lifecycle, the
 * kubelets of all nodes, and what takes away pods and Events whose time is over. They follow the store's changes, whoever makes them, and poll nothing.
 */
export function startControllers({store, images, options = {}, ...input}: ControllersInput): Controllers {
  const clock = createScopedClock(input.clock);
  const {
    failedPodBackoff = {initial: 1_000, max: 900_000},
    lostPodDelay = 40_000,
    eventLife = 3_600_000,
    ...kubeletOptions
  } = options;
  const listeners = new Set<() => void>();
  let joined = 0;
  const nextIndex = (): number => joined++;
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const kubelets = startKubelets({
    store,
    clock,
    images,
    options: {...defaultKubeletOptions, ...kubeletOptions},
    changed,
  });
  const ends = [
    startDaemonSetController({store, clock, failedPodBackoff}),
    startScheduler(store, clock),
    startNodeLifecycle(store, clock),
    startRegistration({store, clock, nextIndex}),
    startLostPodCollector(store, clock, lostPodDelay),
    startEventExpiry(store, clock, eventLife),
    kubelets.stop,
  ];
  return {
    nodes: createNodePool({store, clock, images, kubelets, listeners, nextIndex}),
    stop() {
      listeners.clear();
      for (const end of ends) end();
      clock.stop();
    },
  };
}
