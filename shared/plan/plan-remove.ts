import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type Asking, ask, askFilter} from '../ask/index.ts';
import {assessLeave, findIgnoredLabel, listHeirs} from '../decide/index.ts';
import type {Live} from '../live/index.ts';
import {labelIgnored, type Told} from '../tell/index.ts';
import {isPuller, wantsName} from './declaration.ts';
import {askOwnerLives} from './owners.ts';
import type {Setting} from './setting.ts';

/** What is done when a puller has gone. */
export interface RemovePlan {
  /** Undefined where it is gone. */
  readonly configMap: Live<ConfigMap> | undefined;
  /** Nobody collected them. */
  readonly orphans: readonly Live<DaemonSet>[];
  /** The puller lets them go: they stay as they are. */
  readonly released: readonly Live<DaemonSet>[];
  /** Another puller's, for which it waits no more. */
  readonly waitedFor: readonly Live<DaemonSet>[];
  /** To its author, in the end. */
  readonly told: readonly Told[];
}

/**
 * Decides what becomes of the DaemonSets of a puller whose ConfigMap is gone or no longer labelled.
 *
 * @param isLate check found what nobody collected: until then, what has lost its owner is left to Kubernetes
 */
export function* planRemove(name: string, setting: Setting, isLate: boolean): Asking<RemovePlan> {
  const daemonSets = yield* ask('daemonSets', 'all');
  const configMap = yield* ask('declaration', {name, after: 0});
  const {orphans, own, waitedFor} = assessLeave(daemonSets, name, configMap?.metadata.uid);
  const unwanted = (isLate ? orphans : []).filter(
    ({metadata}) => configMap === undefined || !wantsName(configMap, metadata.name, setting),
  );
  const left = yield* askFilter(unwanted, lacksHeir);
  // One that is being deleted takes them with it.
  if (configMap === undefined || configMap.metadata.deletionTimestamp !== undefined || isPuller(configMap))
    return {configMap, orphans: left, released: [], waitedFor: [], told: []};
  const ignored = findIgnoredLabel(configMap);
  const told = ignored === undefined ? [] : [labelIgnored.say(name, setting.namespace, ignored)];
  return {configMap, orphans: left, released: own, waitedFor, told};
}

/** Is nobody there who is to have it next? */
function* lacksHeir(daemonSet: Live<DaemonSet>): Asking<boolean> {
  return (yield* askFilter(listHeirs(daemonSet), askOwnerLives)).length === 0;
}
