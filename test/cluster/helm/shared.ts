import type {ControlPlane} from '../control-plane/index.ts';
import {buildFileImage, buildFunctionsImage, buildSleepImage, type Image} from '../images/index.ts';
import {type Machine, realNode} from '../needs.ts';
import {startNode, startServiceAddress} from '../node/index.ts';
import {type Registry, startRegistry} from '../registry/index.ts';
import {testsSharing} from '../share.ts';
import {type Scope, startCluster} from '../start.ts';
import {type Ended, type HelmHome, runHelm} from './helm.ts';

/** A cluster on whose one real node pods reach the API server, and a registry with all that the chart wants. */
export interface HelmCluster {
  readonly cluster: ControlPlane;
  readonly registry: Registry;
  readonly node: Awaited<ReturnType<typeof startNode>>;
  readonly functionsImage: Image;
  readonly home: HelmHome;
  /** Values by which the chart's images are those of that registry. */
  readonly values: {readonly image: {readonly repository: string; readonly tag: string}; readonly sleepImage: string};
  helm(...args: readonly string[]): Promise<Ended>;
}

/** Declares tests that share such a cluster, which starts before the first and ends after the last. */
export function testsWithHelm(title: string, declare: (shared: () => HelmCluster) => void, need = realNode): void {
  testsSharing(need, title, start, declare);
}

async function start(scope: Scope, machine: Machine): Promise<HelmCluster> {
  const [cluster, registry] = await Promise.all([startCluster(scope, machine), startRegistry(scope, machine)]);
  for (const letter of 'abcd') await registry.push(letter, 'next', await buildFileImage(`image ${letter}`));
  await registry.push('sleep', '1', await buildSleepImage(machine.directory));
  const functionsImage = await buildFunctionsImage();
  await registry.push('functions', '1', functionsImage);
  const node = await startNode(scope, machine, cluster, {registry});
  await startServiceAddress(scope, cluster);
  const home = {directory: cluster.directory, kubeconfig: cluster.kubeconfig};
  return {
    cluster,
    registry,
    node,
    functionsImage,
    home,
    values: {image: {repository: `${registry.host}/functions`, tag: '1'}, sleepImage: `${registry.host}/sleep:1`},
    helm: (...args) => runHelm(home, ...args),
  };
}
