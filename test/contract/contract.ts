import type {ExecutionContext} from 'ava';
import type {ApiClient} from '../cluster/client/index.ts';

/** A Kubernetes cluster as a contract sees it: real or embedded, it is spoken to over HTTP. */
export interface ContractCluster {
  readonly client: ApiClient;
  /** One that only this contract knows of, so that contracts can share a cluster. */
  readonly namespace: string;
}

/** One in which nothing moves by itself: no pod is made, no status written. */
export interface RequestCluster extends ContractCluster {
  /** The API of a cluster that serves `route.openshift.io`, which this one did not until now. Used by one contract. */
  startOpenShift(): Promise<ApiClient>;
}

/** One whose controllers run. */
export interface ControllerCluster extends ContractCluster {
  /** How long its controllers may take for anything, in milliseconds. */
  readonly deadline: number;
  /**
   * Nodes join, and are Ready. They carry the label {@link nodeLabel} with the namespace as its value. Pods on them are
   * Ready soon, unless the tag of an image is `does-not-exist`.
   *
   * @returns their names, which no node of another contract has
   */
  addNodes(count: number): Promise<readonly string[]>;
  /** A node is not heard of any more. */
  loseNode(name: string): Promise<void>;
}

/** One with a short memory: an Event lasts seconds. */
export interface HistoryCluster extends ContractCluster {
  /** Everything up to now becomes too old to be asked for. */
  forget(): Promise<void>;
}

/** Which contract a node plays in. */
export const nodeLabel = 'contract.test/namespace';

/** Something that the project relies on of Kubernetes, for clusters of that kind. */
export interface Contract<C extends ContractCluster> {
  readonly title: string;
  readonly check: (t: ExecutionContext, cluster: C) => Promise<void>;
}
