import type {Asking} from '../../ask/index.ts';
import {type EventType, eventTypes} from '../../events/index.ts';
import {sayDeclined, sayRejected} from '../../tell/index.ts';
import {buildNews, type News} from '../news.ts';
import {planPuller} from '../plan-puller.ts';
import {isOurs, type LanePlan, type NoPuller, type PlannedPuller, type RejectedPuller} from '../puller.ts';
import type {Setting} from '../setting.ts';
import {lookAtPods} from './look-at-pods.ts';

/** What one look at a puller leads to. */
export interface Look {
  /** For the log: what was found. */
  readonly found: readonly string[];
  readonly news: readonly News[];
  /** What is due, each once: for apply, or for refresh. */
  readonly rings: readonly EventType[];
  /** A rollout is under way and gets on: look again soon. */
  readonly isRolling: boolean;
  /** A DaemonSet is absent, or not what it should be, and apply is rung for it: was it done? */
  readonly isDrifted: boolean;
}

/** Looks at one puller: what is to be told, noted and rung. */
export function* planLook(
  name: string,
  setting: Setting,
): Asking<NoPuller | (Look & (RejectedPuller | PlannedPuller))> {
  const puller = yield* planPuller(name, setting);
  switch (puller.is) {
    case 'none':
      return puller;
    case 'rejected':
      return {...puller, ...lookAtRejected(puller)};
    case 'planned':
      return {...puller, ...(yield* lookAtPlanned(puller, setting))};
  }
}

const lookAtRejected = (puller: RejectedPuller): Look => ({
  found: ['rejected'],
  news: [buildNews({told: sayRejected(puller)})],
  rings: puller.claims.length > 0 ? [eventTypes.daemonSetDrifted] : [],
  isRolling: false,
  isDrifted: false,
});

function* lookAtPlanned(puller: PlannedPuller, setting: Setting): Asking<Look> {
  const own = lookAtLanes(puller, setting.now);
  const [main, ...isolated] = puller.lanes;
  // Without main nothing can be noted, and what is apart is judged when it is there.
  if (main === undefined || !isOurs(main)) return {...own, found: own.found.length > 0 ? own.found : ['not ours']};
  const pods = yield* lookAtPods(puller, [main, ...isolated.filter(isOurs)], own.isRolling, setting.now);
  return {
    found: [...own.found, ...pods.found],
    news: [...own.news, ...pods.news],
    rings: [...new Set([...own.rings, ...pods.rings])],
    isRolling: pods.isRolling,
    isDrifted: own.isDrifted,
  };
}

/** A deletion that takes longer is left to the tick, in milliseconds: a finalizer may hold it for ever. */
const deletionPatience = 10 * 60_000;

/** What is known of a puller without its pods. */
function lookAtLanes({lanes, leftovers, claims}: PlannedPuller, now: Date): Look {
  const actions = lanes.map(({action}) => action);
  const found = actions.flatMap(action =>
    action.do === 'create' ? ['absent'] : action.do === 'replace' ? ['drifted'] : [],
  );
  const refused = actions.flatMap(action =>
    action.do === 'decline' ? sayDeclined(action.since, action.because).told : [],
  );
  const isDrifted = found.length > 0;
  return {
    found,
    news: [buildNews({told: refused})],
    rings: isDrifted || leftovers.length + claims.length > 0 ? [eventTypes.daemonSetDrifted] : [],
    isRolling: lanes.some(plan => isGoing(plan, now)),
    isDrifted,
  };
}

const isGoing = ({action, observed}: LanePlan, now: Date): boolean =>
  action.do === 'wait' && now.getTime() - Date.parse(observed?.metadata.deletionTimestamp ?? '') < deletionPatience;
