import type {ControlPlane} from '../control-plane/index.ts';
import {controlPlane} from '../needs.ts';
import {testsSharing} from '../share.ts';
import {type ClusterOptions, startCluster} from '../start.ts';
import {type Fleet, startFleet} from './fleet.ts';

/** What tests on a fleet share. */
export interface OnFleet {
  readonly cluster: ControlPlane;
  readonly fleet: Fleet;
}

/** Declares tests that share a control plane and a fleet of so many nodes; see {@link testsSharing}. */
export function testsOnFleet(
  title: string,
  {nodes, ...options}: ClusterOptions & {readonly nodes: number},
  declare: (shared: () => OnFleet) => void,
): void {
  testsSharing(
    controlPlane,
    title,
    async (scope, machine) => {
      const cluster = await startCluster(scope, machine, options);
      const fleet = await startFleet(scope, cluster);
      await fleet.addNodes(nodes);
      return {cluster, fleet};
    },
    declare,
  );
}
