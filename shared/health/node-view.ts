import type {Node} from 'kubernetes-types/core/v1';
import type {NodeFacts} from '../nodes/index.ts';

/** What is kept of all nodes: their names, and which of them can hold images. */
export interface NodesView {
  readonly all: ReadonlySet<string>;
  /** Those without trouble (see `findNodeTrouble`). */
  readonly ready: ReadonlySet<string>;
  /** By name, what tells which of a tag's images a node gets: its architecture and its container runtime. */
  readonly groups: ReadonlyMap<string, string>;
  /** What tells why nodes are left out. */
  readonly facts: readonly NodeFacts[];
}

/** Such as `arm64 containerd`. */
export function groupOf({status}: Node): string {
  const {architecture = '', containerRuntimeVersion = ''} = status?.nodeInfo ?? {};
  return `${architecture} ${containerRuntimeVersion.split(':')[0]}`;
}
