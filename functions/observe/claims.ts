import type {Puller} from '@image-puller/shared/daemonset';
import type {Live} from '@image-puller/shared/live';
import {assessClaims, type Claims, findController, isClaimable} from '@image-puller/shared/plan';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Cluster} from '../cluster/index.ts';
import type {LanePlan} from './lane.ts';
import {ownerLives} from './pullers.ts';

/**
 * Reads what a puller has to do with DaemonSets that are none of its lanes. Only of those that go with its name, and are
 * another's, is the ConfigMap read: mostly there are none.
 */
export async function readClaims(
  puller: Puller,
  daemonSetName: string,
  lanes: readonly LanePlan[],
  daemonSets: readonly Live<DaemonSet>[],
  cluster: Cluster,
): Promise<Claims> {
  const living = new Set<string>();
  for (const daemonSet of daemonSets.filter(one => isClaimable(one, {puller, daemonSetName}))) {
    const controller = findController(daemonSet);
    if (controller !== undefined && (await ownerLives(controller, cluster))) living.add(controller.uid);
  }
  const [main] = lanes;
  const holder =
    main?.observed !== undefined && main.ownership.is === 'Taken' ? findController(main.observed)?.uid : undefined;
  const wanted = new Set(lanes.map(({lane}) => lane.name));
  return assessClaims({puller, daemonSetName, wanted, daemonSets, holder, living});
}
