import type {NodesView} from '@image-puller/shared/health';
import type {Cluster} from '../cluster/index.ts';
import type {LanePlan} from './lane.ts';
import {type LaneView, readLanes} from './pods.ts';

/** A lane that has a DaemonSet of ours, as it is planned and as it is. */
export interface PlannedLane extends LaneView {
  readonly plan: LanePlan;
}

/** Reads the pods of those lanes that have a DaemonSet of ours, in their order. */
export async function readPlannedLanes(
  plans: readonly LanePlan[],
  nodes: NodesView | undefined,
  cluster: Cluster,
): Promise<readonly PlannedLane[]> {
  const ours = plans.flatMap(plan =>
    plan.observed !== undefined && plan.ownership.is === 'Ours' ? [{plan, daemonSet: plan.observed}] : [],
  );
  const views = await readLanes(
    ours.map(({daemonSet}) => daemonSet),
    nodes,
    cluster,
  );
  return views.flatMap((view, index) => {
    const plan = ours[index]?.plan;
    return plan === undefined ? [] : [{...view, plan}];
  });
}
