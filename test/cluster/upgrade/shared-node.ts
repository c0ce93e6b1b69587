import type {ControlPlane} from '../control-plane/index.ts';
import {buildFileImage, buildSleepImage, type Image} from '../images/index.ts';
import {type Machine, realNode} from '../needs.ts';
import {startNode} from '../node/index.ts';
import {startRegistry} from '../registry/index.ts';
import {testsSharing} from '../share.ts';
import {type Scope, startCluster} from '../start.ts';
import {type Recorded, recordedAt} from './go-puller/index.ts';
import {findKipImage} from './kip-image.ts';

/** A cluster with one real node, on which a Go puller can run. */
export interface SharedNode {
  readonly cluster: ControlPlane;
  readonly node: Awaited<ReturnType<typeof startNode>>;
  /** The project's own image. */
  readonly sleepImage: string;
  /** What its ConfigMap says of images `a`, `b` and `c`, which can be pulled, and the DaemonSet that it makes of that. */
  readonly recorded: Recorded;
}

/**
 * Declares tests that share a node, which starts before the first and ends after the last. Each has a namespace of its
 * own.
 *
 * @param title stands for all of them where something is missing
 * @param declare given what answers, in a test, the node
 */
export async function testsOfUpgrade(title: string, declare: (shared: () => SharedNode) => void): Promise<void> {
  testsSharing(await findNeeds(), title, start, declare);
}

async function findNeeds() {
  const kipImage = await findKipImage();
  if ('missing' in realNode) return realNode;
  return 'missing' in kipImage ? kipImage : {found: {machine: realNode.found, kipImage: kipImage.found}};
}

async function start(
  scope: Scope,
  {machine, kipImage}: {readonly machine: Machine; readonly kipImage: Image},
): Promise<SharedNode> {
  const [cluster, registry] = await Promise.all([startCluster(scope, machine), startRegistry(scope, machine)]);
  for (const letter of 'abc') await registry.push(letter, 'next', await buildFileImage(`image ${letter}`));
  await registry.push('kip', 'next', kipImage);
  await registry.push('sleep', '1', await buildSleepImage(machine.directory));
  const node = await startNode(scope, machine, cluster, {registry});
  return {cluster, node, sleepImage: `${registry.host}/sleep:1`, recorded: recordedAt(registry.host)};
}
