import type {ExecutionContext} from 'ava';
import {type ControlPlane, type ControlPlaneOptions, startControlPlane} from './control-plane/index.ts';
import type {Machine} from './needs.ts';

/** A control plane for one test: it ends with it. */
export async function startCluster(
  t: ExecutionContext,
  {directory}: Machine,
  options: Omit<ControlPlaneOptions, 'parent'> = {},
): Promise<ControlPlane> {
  const cluster = await startControlPlane({...options, parent: directory});
  t.teardown(() => cluster.stop());
  return cluster;
}
