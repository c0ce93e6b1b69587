import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Asking} from '../../ask/index.ts';
import {decideRefresh, parseDeclaredRequest} from '../../decide/index.ts';
import type {Live} from '../../live/index.ts';
import {annotations} from '../../names/index.ts';
import {configurationWarning, refreshRequested, sayWaiting} from '../../tell/index.ts';
import {buildNews, type News} from '../news.ts';
import type {PlannedPuller} from '../puller.ts';
import {askScouts} from '../scouts.ts';

/** What one look found of refreshes. */
export interface RefreshLook {
  readonly news: readonly News[];
  readonly isDue: boolean;
  /** A scout is out, or what was asked for is granted in a moment: look again soon. */
  readonly isOpen: boolean;
}

/**
 * Keeps on main's DaemonSet which refresh was asked for on the declaration, where it outlives whatever becomes of that, and
 * finds out whether one is due.
 */
export function* assessRefresh(
  puller: PlannedPuller,
  main: Live<DaemonSet>,
  isRolling: boolean,
  now: Date,
): Asking<RefreshLook> {
  const {daemonSet, news} = keepRequest(puller, main, now);
  const decision = decideRefresh(puller.config, daemonSet, isRolling, now);
  const all = [news, buildNews({told: sayWaiting(decision)})];
  if (!decision.due) return {news: all, isDue: false, isOpen: decision.because === 'asked too soon'};
  // A scout that is out is read when refresh is rung again; it ends by itself.
  const scouts = yield* askScouts(puller, now);
  // One that is out for longer pulls, and is left to the tick.
  return {news: all, isDue: true, isOpen: scouts.some(({isOver, isYoung}) => !isOver && isYoung)};
}

/** @returns `daemonSet` with the request that is kept on it from now on */
function keepRequest(
  {configMap}: PlannedPuller,
  daemonSet: Live<DaemonSet>,
  now: Date,
): {readonly daemonSet: Live<DaemonSet>; readonly news: News} {
  const {news, problem} = parseDeclaredRequest(configMap, daemonSet, now);
  const wrong = problem === undefined ? [] : [configurationWarning.say(problem)];
  if (news === undefined) return {daemonSet, news: buildNews({told: wrong})};
  const noted = {[annotations.refreshRequested]: news.text};
  const {metadata} = daemonSet;
  return {
    daemonSet: {...daemonSet, metadata: {...metadata, annotations: {...metadata.annotations, ...noted}}},
    news: buildNews({told: [...wrong, refreshRequested.say(news)], notes: [{daemonSet, annotations: noted}]}),
  };
}
