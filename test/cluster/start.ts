import {type ControlPlane, type ControlPlaneOptions, startControlPlane} from './control-plane/index.ts';
import type {Machine} from './needs.ts';
import type {Scope} from './scope.ts';

export {createScope, type Scope} from './scope.ts';

/** How a control plane is, but for where it is. */
export type ClusterOptions = Omit<ControlPlaneOptions, 'parent'>;

/** A control plane for one test: it ends with it. */
export async function startCluster(
  t: Scope,
  {directory}: Machine,
  options: ClusterOptions = {},
): Promise<ControlPlane> {
  const cluster = await startControlPlane({...options, parent: directory});
  t.teardown(() => cluster.stop());
  return cluster;
}
