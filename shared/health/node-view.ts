import type {Node} from 'kubernetes-types/core/v1';

/** What is kept of all nodes: their names, and which of them can run a pod. */
export interface NodesView {
  readonly all: ReadonlySet<string>;
  readonly ready: ReadonlySet<string>;
  /** By name, what tells which of a tag's images a node gets: its architecture and its container runtime. */
  readonly groups: ReadonlyMap<string, string>;
}

/** Is the node Ready, and not being deleted? */
export const isReadyNode = ({metadata, status}: Node): boolean =>
  metadata?.deletionTimestamp === undefined &&
  status?.conditions?.some(({type, status: value}) => type === 'Ready' && value === 'True') === true;

/** Such as `arm64 containerd`. */
export function groupOf({status}: Node): string {
  const {architecture = '', containerRuntimeVersion = ''} = status?.nodeInfo ?? {};
  return `${architecture} ${containerRuntimeVersion.split(':')[0]}`;
}
