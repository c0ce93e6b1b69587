import type {Asking} from '../../ask/index.ts';
import {byKubernetes} from '../../decide/index.ts';
import {planPuller} from '../plan-puller.ts';
import type {NoPuller, RejectedPuller} from '../puller.ts';
import type {Setting} from '../setting.ts';
import {bridgeGaps} from './bridge.ts';
import {type Departure, findDepartures} from './leftovers.ts';
import {type PacedPuller, paceLanes} from './pace.ts';

/** What apply does about a puller. */
export interface ApplyPlan extends PacedPuller {
  /** What it lets go of, if it has nothing to write. */
  readonly departures: readonly Departure[];
}

/**
 * Decides what apply writes, replaces and deletes.
 *
 * @param mayDeletePods without that right (an older installation's) all is left to Kubernetes' waves
 */
export function* planApply(
  name: string,
  setting: Setting,
  mayDeletePods: boolean,
): Asking<NoPuller | RejectedPuller | ApplyPlan> {
  const found = yield* planPuller(name, setting);
  if (found.is !== 'planned') return found;
  const paced = mayDeletePods
    ? yield* paceLanes(found, setting)
    : {...found, lanes: found.lanes.map(lane => ({...lane, pace: byKubernetes}))};
  const puller = yield* bridgeGaps(paced, setting);
  return {...puller, departures: yield* findDepartures(puller)};
}
