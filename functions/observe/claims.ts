import type {Puller} from '@image-puller/shared/daemonset';
import {
  assessClaims,
  type ClaimFacts,
  type ClaimNote,
  type Claims,
  findController,
  isClaimable,
} from '@image-puller/shared/decide';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {Cluster} from '../cluster/index.ts';
import type {Context} from '../step.ts';
import {identify, readDaemonSetName} from './config.ts';
import type {LanePlan} from './lane.ts';
import {findByName, ownerLives} from './pullers.ts';

/**
 * Reads what a puller has to do with DaemonSets that are none of its lanes. Only of those that go with its name, and are
 * another's, is the ConfigMap read: mostly there are none.
 */
export function readClaims(
  puller: Puller,
  daemonSetName: string,
  lanes: readonly LanePlan[],
  daemonSets: readonly Live<DaemonSet>[],
  cluster: Cluster,
): Promise<Claims> {
  const [main] = lanes;
  const holder =
    main?.observed !== undefined && main.ownership.is === 'Taken' ? findController(main.observed)?.uid : undefined;
  const wanted = new Set(lanes.map(({lane}) => lane.name));
  return assess({puller, daemonSetName, wanted, daemonSets, holder}, cluster);
}

/**
 * What a puller waits for whose configuration is rejected. It is noted all the same: an edit that is bad lets go of nothing, and
 * where each edit is another ConfigMap, the one before it goes.
 */
export async function readRejectedClaims(
  configMap: Live<ConfigMap>,
  daemonSets: readonly Live<DaemonSet>[],
  context: Context,
): Promise<readonly ClaimNote[]> {
  const daemonSetName = readDaemonSetName(configMap, context);
  if (daemonSetName === undefined) return [];
  const puller = identify(configMap, context.cluster.namespace);
  const main = findByName(daemonSets, daemonSetName);
  const holder = main === undefined ? undefined : findController(main)?.uid;
  const wanted = new Set(daemonSets.map(({metadata}) => metadata.name));
  return (await assess({puller, daemonSetName, wanted, daemonSets, holder}, context.cluster)).notes;
}

async function assess(facts: Omit<ClaimFacts, 'living'>, cluster: Cluster): Promise<Claims> {
  const living = new Set<string>();
  for (const daemonSet of facts.daemonSets.filter(one => isClaimable(one, facts))) {
    const controller = findController(daemonSet);
    if (controller !== undefined && (await ownerLives(controller, cluster))) living.add(controller.uid);
  }
  return assessClaims({...facts, living});
}
