import {type Asking, askAll} from '../ask/index.ts';
import {askClaims} from './claims.ts';
import {findPuller} from './find-puller.ts';
import {askEviction, planLane} from './plan-lane.ts';
import type {FoundPuller} from './puller.ts';
import type {Setting} from './setting.ts';

/**
 * Finds a puller, and decides what is to be done about each of its DaemonSets.
 *
 * @param name its ConfigMap's
 */
export function* planPuller(name: string, setting: Setting): Asking<FoundPuller> {
  const found = yield* findPuller(name, setting);
  if (found.is !== 'configured') return found;
  const {wanted, ...puller} = found;
  const lanes = yield* askAll(wanted.map(lane => planLane(puller, lane, setting)));
  const {leftovers, notes: claims} = yield* askClaims(puller, lanes);
  return {...puller, is: 'planned', evicts: yield* askEviction(puller.config), lanes, leftovers, claims};
}
