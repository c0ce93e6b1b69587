import type {ConnectedCluster} from '@image-puller/functions';
import type {ProgressSource} from '../progress/index.ts';
import type {RolledOut} from './follow-rollouts.ts';

/** A kubeconfig and a context in it. */
export interface Target {
  /** Path of the file; nothing else is looked at. */
  readonly kubeconfig: string;
  /** Undefined: its current one. */
  readonly context: string | undefined;
}

/** A cluster to run against. */
export interface RunningCluster {
  readonly connected: ConnectedCluster;
  /** The kubeconfig that leads there, and its context. */
  readonly target: Target;
  /** What its nodes are doing, and when to look again. */
  readonly watching: Pick<ProgressSource, 'nodes' | 'onChange'>;
  /** Calls the listener at the end of each rollout that it can see; returns the end of that. */
  readonly onRolledOut: (listener: (rolledOut: RolledOut) => void) => () => void;
  /** Lets go of it; the embedded one ends. */
  stop(): Promise<void>;
}
