import {
  byKubernetes,
  countNodes,
  decidePace,
  isOnDelete,
  isOtherTemplate,
  type Pace,
} from '@image-puller/shared/decide';
import type {NodesView} from '@image-puller/shared/health';
import {ApiError} from '../cluster/index.ts';
import {askServer, type LanePlan, type PlannedPuller, planPullerLane, readLanes, readNodes} from '../observe/index.ts';
import type {Context} from '../step.ts';
import {type Performed, performLane} from './perform.ts';

/** A lane that is rolled by Kubernetes' waves, or by ours. */
export interface PacedLane extends LanePlan {
  readonly pace: Pace;
}

/** A puller whose lanes have their pace. */
export interface PacedPuller extends PlannedPuller {
  readonly lanes: readonly PacedLane[];
}

/** Finds out whether Kubernetes would replace more pods of a lane at once than may pull, and plans it anew where it would. */
export async function paceLanes(puller: PlannedPuller, context: Context): Promise<PacedPuller> {
  const nodes = puller.lanes.some(mayNeedPace) ? await readNodes(context.cluster) : undefined;
  return {...puller, lanes: await Promise.all(puller.lanes.map(lane => paceLane(lane, nodes, puller, context)))};
}

async function paceLane(
  plan: LanePlan,
  nodes: NodesView | undefined,
  puller: PlannedPuller,
  context: Context,
): Promise<PacedLane> {
  const {lane, observed, action} = plan;
  if (observed === undefined || !mayNeedPace(plan)) return {...plan, pace: byKubernetes};
  const [view] = await readLanes([observed], nodes, context.cluster);
  const isChanging = action.do === 'replace' && isOtherTemplate(action.daemonSet, observed);
  if (view === undefined) return {...plan, pace: byKubernetes};
  const {pods, byNode} = view;
  const pace = decidePace({limit: lane.limit, daemonSet: observed, isChanging, pods, byNode, now: context.now()});
  return pace.isOurs
    ? {...(await planPullerLane(puller, lane, askServer(context), context, true)), pace}
    : {...plan, pace};
}

/** Only where more pods than may pull are not Ready is there anything to find out. */
function mayNeedPace({lane, action, observed, ownership}: LanePlan): boolean {
  if (observed === undefined || (ownership.is !== 'Ours' && ownership.is !== 'Inherited')) return false;
  if (isOnDelete(observed)) return true;
  const {desiredNumberScheduled: wanted = 0, numberAvailable = 0} = observed.status ?? {};
  return (
    action.do === 'replace' &&
    wanted - numberAvailable > countNodes(lane.limit, wanted) &&
    isOtherTemplate(action.daemonSet, observed)
  );
}

/** Does what was decided for one lane, and then replaces those of its pods whose turn it is. */
export async function performPaced(plan: PacedLane, puller: PlannedPuller, context: Context): Promise<Performed> {
  const performed = await performLane(plan, context.cluster);
  if (plan.pace.replace.length === 0) return performed;
  if (await replacePods(plan.pace, context))
    return {...performed, by: 'write', decision: `${plan.pace.replace.length} pods replaced`};
  // Rights of an older installation: Kubernetes has to do it, however many it replaces at once.
  const daemonSets = await context.cluster.listDaemonSets();
  const plain = await planPullerLane({...puller, daemonSets}, plan.lane, askServer(context), context);
  return await performLane(plain, context.cluster);
}

/** Deletes pods, whose DaemonSet's controller makes new ones; answers whether we may. */
async function replacePods({replace}: Pace, {cluster, warn}: Context): Promise<boolean> {
  for (const {name, uid} of replace) {
    try {
      await cluster.deletePod(name, {uid});
    } catch (error) {
      // Another pod has its name by now: it was replaced.
      if (error instanceof ApiError && error.failure === 'conflict') continue;
      if (!(error instanceof ApiError) || error.failure !== 'forbidden') throw error;
      warn(`pods can't be replaced in waves: ${error.message}`);
      return false;
    }
  }
  return true;
}
