import type {ControlPlane} from '../control-plane/index.ts';
import {buildSleepImage} from '../images/index.ts';
import {type Machine, realNode} from '../needs.ts';
import {type Registry, startRegistry} from '../registry/index.ts';
import {testsSharing} from '../share.ts';
import {type Scope, startCluster} from '../start.ts';
import {type RealNode, startNode} from './node.ts';

/** A cluster with one real node, and a registry for it. */
export interface SharedNode {
  readonly machine: Machine;
  readonly cluster: ControlPlane;
  readonly registry: Registry;
  readonly node: RealNode;
  /** The name of the project's own image, which is in that registry. */
  readonly sleepImage: string;
}

/**
 * Declares tests that share a node, which starts before the first and ends after the last. Each has a namespace of its
 * own.
 *
 * @param title stands for all of them where no node can be had
 * @param declare given what answers, in a test, the node
 */
export function testsOnNode(title: string, declare: (shared: () => SharedNode) => void): void {
  testsSharing(realNode, title, startShared, declare);
}

async function startShared(scope: Scope, machine: Machine): Promise<SharedNode> {
  const [cluster, registry] = await Promise.all([startCluster(scope, machine), startRegistry(scope, machine)]);
  await registry.push('sleep', '1', await buildSleepImage(machine.directory));
  const node = await startNode(scope, machine, cluster, {registry});
  return {machine, cluster, registry, node, sleepImage: `${registry.host}/sleep:1`};
}
