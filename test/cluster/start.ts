import type {ExecutionContext} from 'ava';
import {type ControlPlane, type ControlPlaneOptions, startControlPlane} from './control-plane/index.ts';
import type {Machine} from './needs.ts';

/** What something ends with: a test, or all tests of a file. The last that was begun ends first. */
export type Scope = Pick<ExecutionContext, 'teardown'>;

/** A control plane for one test: it ends with it. */
export async function startCluster(
  t: Scope,
  {directory}: Machine,
  options: Omit<ControlPlaneOptions, 'parent'> = {},
): Promise<ControlPlane> {
  const cluster = await startControlPlane({...options, parent: directory});
  t.teardown(() => cluster.stop());
  return cluster;
}
