import {type PullerView, viewPuller} from '../functions/index.ts';
import type {Scope} from '../start.ts';
import {type GoPuller, installGoPuller, makeConfigMap, startGoPuller} from './go-puller/index.ts';
import type {SharedNode} from './shared-node.ts';
import {openShell, type Shell} from './shell.ts';
import type {Running, Way} from './ways.ts';

/** A Go puller at work in a namespace, and functions beside it, to whom its ConfigMap is none of theirs yet. */
export interface Both {
  readonly namespace: string;
  readonly goPuller: GoPuller;
  readonly functions: Running;
  readonly puller: PullerView;
  /** An administrator's, in that namespace. */
  readonly shell: Shell;
}

export async function startBoth(t: Scope, shared: SharedNode, way: Way, namespace: string): Promise<Both> {
  const {cluster, recorded} = shared;
  await makeConfigMap(cluster.admin, namespace, recorded);
  await installGoPuller(cluster.admin, namespace);
  const goPuller = await startGoPuller(t, cluster, namespace, recorded);
  await goPuller.untilReady();
  return {
    namespace,
    goPuller,
    functions: await way.start(t, shared, namespace),
    puller: viewPuller(cluster.admin, namespace),
    shell: await openShell(cluster, namespace),
  };
}
