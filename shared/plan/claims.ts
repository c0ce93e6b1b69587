import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type Asking, askFilter} from '../ask/index.ts';
import {
  assessClaims,
  type ClaimFacts,
  type ClaimNote,
  type Claims,
  findController,
  isClaimable,
} from '../decide/index.ts';
import type {Live} from '../live/index.ts';
import {identify, parseDaemonSetName} from './declaration.ts';
import {askOwnerLives} from './owners.ts';
import {type ConfiguredPuller, findByName, type LanePlan} from './puller.ts';
import type {Setting} from './setting.ts';

/**
 * Finds out what a puller has to do with DaemonSets that are none of its lanes. Only of those that go with its name, and are
 * another's, is the ConfigMap asked for: mostly there are none.
 */
export function* askClaims({puller, config, daemonSets}: ConfiguredPuller, lanes: readonly LanePlan[]): Asking<Claims> {
  const [main] = lanes;
  const holder =
    main?.observed !== undefined && main.ownership.is === 'Taken' ? findController(main.observed)?.uid : undefined;
  const wanted = new Set(lanes.map(({lane}) => lane.name));
  return yield* askLiving({puller, daemonSetName: config.daemonSetName, wanted, daemonSets, holder});
}

/**
 * What a puller waits for whose configuration is rejected. It is noted all the same: an edit that is bad lets go of nothing, and
 * where each edit is another ConfigMap, the one before it goes.
 */
export function* askRejectedClaims(
  configMap: Live<ConfigMap>,
  daemonSets: readonly Live<DaemonSet>[],
  setting: Setting,
): Asking<readonly ClaimNote[]> {
  const daemonSetName = parseDaemonSetName(configMap, setting);
  if (daemonSetName === undefined) return [];
  const puller = identify(configMap, setting);
  const main = findByName(daemonSets, daemonSetName);
  const holder = main === undefined ? undefined : findController(main)?.uid;
  const wanted = new Set(daemonSets.map(({metadata}) => metadata.name));
  return (yield* askLiving({puller, daemonSetName, wanted, daemonSets, holder})).notes;
}

function* askLiving(facts: Omit<ClaimFacts, 'living'>): Asking<Claims> {
  const controllers = facts.daemonSets
    .filter(daemonSet => isClaimable(daemonSet, facts))
    .flatMap(daemonSet => findController(daemonSet) ?? []);
  const living = new Set((yield* askFilter(controllers, askOwnerLives)).map(({uid}) => uid));
  return assessClaims({...facts, living});
}
