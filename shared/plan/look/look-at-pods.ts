import {type Asking, ask, askAll, askBoth} from '../../ask/index.ts';
import {type EventType, eventTypes} from '../../events/index.ts';
import {groupByNode, type NodePods, type PullerSummary, summarizePuller} from '../../health/index.ts';
import {podsBlocked} from '../../tell/index.ts';
import {buildNews, type News} from '../news.ts';
import type {OwnLane, PlannedPuller} from '../puller.ts';
import {askLeftoverViews, askPlannedViews, explainSandboxes, type LaneView, type PlannedView} from '../views.ts';
import {assessImages} from './images.ts';
import {assessMoves} from './moves.ts';
import {assessRefresh} from './refresh.ts';
import {assessRoom} from './room.ts';
import {assessStartNews} from './starts.ts';

/** What a look at the pods of a puller leads to (see `Look`). */
export interface PodsLook {
  readonly found: readonly string[];
  readonly news: readonly News[];
  readonly rings: readonly EventType[];
  readonly isRolling: boolean;
}

/**
 * Looks at the pods of a puller whose main DaemonSet is there.
 *
 * @param plans those of its lanes that have a DaemonSet of ours, main first
 * @param isGoing something of it is being deleted
 */
export function* lookAtPods(
  puller: PlannedPuller,
  plans: readonly [OwnLane, ...OwnLane[]],
  isGoing: boolean,
  now: Date,
): Asking<PodsLook> {
  const {lanes, summary, starts} = yield* askSight(puller, plans, now);
  const [main, ...isolated] = lanes;
  const isSettled = !summary.rolling && main.plan.action.do === 'nothing';
  const moves = assessMoves(main, isolated, puller, isSettled, now);
  const isOpen = isGoing || summary.rolling || moves.isOpen;
  const [rooms, refresh] = yield* askBoth(
    askAll(lanes.map(lane => assessRoom(lane, puller, now))),
    assessRefresh(puller, main.daemonSet, isOpen, now),
  );
  const full = rooms.filter(({isDue}) => isDue);
  const pods = lanes.flatMap(lane => lane.pods);
  return {
    found: [
      ...(moves.isDue ? ['images move'] : []),
      ...full.map(() => 'no room for a surge'),
      ...(refresh.isDue ? ['refresh due'] : []),
      summary.ready ? 'ready' : isOpen ? 'rolling' : 'not ready',
    ],
    news: [
      buildNews({told: summary.blocked.lasting > 0 ? [podsBlocked.say(summary.blocked)] : []}),
      ...assessImages(puller.puller, main.daemonSet, summary.images, pods, now),
      assessStartNews(puller.puller, main.daemonSet, starts, summary, now),
      ...moves.news,
      ...rooms.flatMap(({news}) => news),
      ...refresh.news,
    ],
    rings: [
      ...(moves.isDue ? [eventTypes.imageIsolate] : []),
      ...(full.length > 0 ? [eventTypes.daemonSetDrifted] : []),
      ...(refresh.isDue ? [eventTypes.refreshDue] : []),
    ],
    isRolling: isOpen || refresh.isOpen,
  };
}

/** What there is to see of a puller. */
interface Sight {
  /** Main first. */
  readonly lanes: readonly [PlannedView, ...PlannedView[]];
  /** What is about to go holds images until then, and is in it. */
  readonly summary: PullerSummary;
  /** The pods of each lane on nodes that are Ready, each with what keeps it from beginning. */
  readonly starts: readonly NodePods[];
}

function* askSight(puller: PlannedPuller, plans: readonly [OwnLane, ...OwnLane[]], now: Date): Asking<Sight> {
  const nodes = yield* ask('nodes', 'all');
  const [lanes, leftovers] = yield* askBoth(askPlannedViews(plans, nodes), askLeftoverViews(puller, nodes));
  const explained = yield* explainSandboxes<LaneView>([...lanes, ...leftovers], now);
  const starts = explained.slice(0, lanes.length).map(({pods}) => groupByNode(pods, nodes?.ready));
  return {
    lanes,
    summary: summarizePuller(puller.config.images, explained, nodes, now),
    starts,
  };
}
