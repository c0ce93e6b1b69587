import type {Node} from 'kubernetes-types/core/v1';

/** What is kept of all nodes: their names, and which of them can run a pod. */
export interface NodesView {
  readonly all: ReadonlySet<string>;
  readonly ready: ReadonlySet<string>;
}

/** Is the node Ready, and not being deleted? */
export const isReadyNode = ({metadata, status}: Node): boolean =>
  metadata?.deletionTimestamp === undefined &&
  status?.conditions?.some(({type, status: value}) => type === 'Ready' && value === 'True') === true;
