import {type Asking, ask, askAll, askBoth} from '../../ask/index.ts';
import {byKubernetes, decidePace, isOnDelete, isOtherTemplate, type Pace, resolveLimit} from '../../decide/index.ts';
import {groupByNode} from '../../health/index.ts';
import {planLane} from '../plan-lane.ts';
import type {LanePlan, PlannedPuller} from '../puller.ts';
import type {Setting} from '../setting.ts';

/** A lane that is rolled by Kubernetes' waves, or by ours. */
export interface PacedLane extends LanePlan {
  readonly pace: Pace;
}

/** A puller whose lanes have their pace. */
export interface PacedPuller extends PlannedPuller {
  readonly lanes: readonly PacedLane[];
}

/** Finds out whether Kubernetes would replace more pods of a lane at once than may pull, and plans it anew where it would. */
export function* paceLanes(puller: PlannedPuller, setting: Setting): Asking<PacedPuller> {
  return {...puller, lanes: yield* askAll(puller.lanes.map(lane => paceLane(lane, puller, setting)))};
}

function* paceLane(plan: LanePlan, puller: PlannedPuller, setting: Setting): Asking<PacedLane> {
  const {lane, observed, action} = plan;
  if (observed === undefined || !mayNeedPace(plan)) return {...plan, pace: byKubernetes};
  const [nodes, pods] = yield* askBoth(ask('nodes', 'all'), ask('pods', observed));
  const isChanging = action.do === 'replace' && isOtherTemplate(action.daemonSet, observed);
  const byNode = groupByNode(pods, nodes?.ready);
  const pace = decidePace({limit: lane.limit, daemonSet: observed, isChanging, pods, byNode, now: setting.now});
  return pace.isOurs ? {...(yield* planLane(puller, lane, setting, true)), pace} : {...plan, pace};
}

/** Only where more pods than may pull are not Ready is there anything to find out. */
function mayNeedPace({lane, action, observed, ownership}: LanePlan): boolean {
  if (observed === undefined || (ownership.is !== 'Ours' && ownership.is !== 'Inherited')) return false;
  if (isOnDelete(observed)) return true;
  const {desiredNumberScheduled: wanted = 0, numberAvailable = 0} = observed.status ?? {};
  return (
    action.do === 'replace' &&
    wanted - numberAvailable > resolveLimit(lane.limit, wanted) &&
    isOtherTemplate(action.daemonSet, observed)
  );
}
