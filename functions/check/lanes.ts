import type {PullerConfig} from '@image-puller/shared/config';
import {assessSlots} from '@image-puller/shared/decide';
import {buildLanes, decideLanes, formatNotes, type LaneNotes} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import {annotations} from '@image-puller/shared/names';
import {sayLane} from '@image-puller/shared/tell';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {PlannedLane} from '../observe/index.ts';
import type {Context} from '../step.ts';
import {tell} from '../tell/index.ts';

/** What one look at a puller's lanes found. */
export interface LaneLook {
  /** The note asks for other lanes: apply has something to do. */
  readonly isDue: boolean;
  /** An image is on its way from one DaemonSet to another, or may soon be. */
  readonly isOpen: boolean;
}

/** What the lanes are judged by beside their pods. */
export interface LaneJudgement {
  readonly configMap: Live<ConfigMap>;
  readonly config: PullerConfig;
  readonly notes: LaneNotes;
  readonly isSettled: boolean;
}

/** Notes on main's DaemonSet which images are held apart, because they fail, and tells it. apply builds the lanes by that note. */
export async function noteLanes(
  main: PlannedLane,
  isolated: readonly PlannedLane[],
  {configMap, config, notes, isSettled}: LaneJudgement,
  context: Context,
): Promise<LaneLook> {
  const now = context.now();
  const byName = new Map(isolated.flatMap(({plan, byNode}) => plan.lane.images.map(({name}) => [name, byNode])));
  const waves = [main, ...isolated].map(({plan, ...view}) => ({
    ...view,
    lane: plan.lane,
    isDue: plan.action.do === 'create' || plan.action.do === 'replace',
  }));
  const slots = assessSlots(config, waves, now);
  const decision = decideLanes({config, notes, main: main.byNode, isolated: byName, isSettled, slots, now});
  await tell(configMap, decision.news.map(sayLane(config)), context);
  const {isOpen} = decision;
  const text = formatNotes(decision.notes);
  if (text === formatNotes(notes)) return {isDue: false, isOpen};
  const {name, uid} = main.daemonSet.metadata;
  const value = text === '{}' ? null : text;
  await context.cluster.patchDaemonSet(name, {uid}, {annotations: {[annotations.lanes]: value}});
  const write = (of: LaneNotes) => JSON.stringify(buildLanes(config, of));
  return {isDue: write(notes) !== write(decision.notes), isOpen};
}
