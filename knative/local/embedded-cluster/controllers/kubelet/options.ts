import type {Images} from '../../images/index.ts';
import type {Store} from '../../store/index.ts';
import type {BackoffDelays, Clock, RecordEvent} from '../base/index.ts';

/** How a simulated kubelet and its runtime behave. Durations are in milliseconds. */
export interface KubeletOptions {
  /** One pull at a time on a node, as kubelets do by default. */
  readonly serializeImagePulls: boolean;
  /** Between two pulls of an image that failed: 10 s doubling to 5 min in Kubernetes. */
  readonly imagePullBackoff: BackoffDelays;
  /** Between two starts of a container that ended: the same. */
  readonly restartBackoff: BackoffDelays;
  /** Until the kubelet notices what its containers did, and looks at a pod again: 1 s in Kubernetes. */
  readonly relistPeriod: number;
  /** To make a pod's sandbox with its network. */
  readonly sandboxDuration: number;
  /** To create and start one container. */
  readonly startDuration: number;
  /** What an init container takes to complete. */
  readonly initDuration: number;
  /** What containers take to end when they are asked to; the pod's grace period is the most they get. */
  readonly stopDuration: number;
}

/** As in Kubernetes, on a quick node; containers don't answer SIGTERM. */
export const defaultKubeletOptions: KubeletOptions = {
  serializeImagePulls: true,
  imagePullBackoff: {initial: 10_000, max: 300_000},
  restartBackoff: {initial: 10_000, max: 300_000},
  relistPeriod: 1_000,
  sandboxDuration: 100,
  startDuration: 100,
  initDuration: 100,
  stopDuration: Number.POSITIVE_INFINITY,
};

/** What one kubelet works with. */
export interface KubeletTools {
  readonly store: Store;
  readonly clock: Clock;
  readonly images: Images;
  readonly options: KubeletOptions;
  readonly record: RecordEvent;
  readonly node: {
    readonly name: string;
    /** As in `GOARCH`. */
    readonly platform: string;
    readonly ip: string;
  };
  /** An address for the sandbox of a pod. */
  readonly assignPodIp: () => string;
  /** Why no sandbox can be made on this node now; undefined where one can. */
  readonly sandboxFailure: () => string | undefined;
}
