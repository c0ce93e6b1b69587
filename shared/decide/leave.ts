import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {Live} from '../live/index.ts';
import {findController, isConfigMap, isOwner} from './ownership.ts';

/** What a puller that goes has to do with DaemonSets. */
export interface Leave {
  /** Those that a ConfigMap of its name controlled that is gone, or was made anew. */
  readonly orphans: readonly Live<DaemonSet>[];
  /** Those that it controls, or was to have next and nobody controls. */
  readonly own: readonly Live<DaemonSet>[];
  /** Another puller's, which it was to have next. */
  readonly waitedFor: readonly Live<DaemonSet>[];
}

/**
 * @param daemonSets those labelled as ours
 * @param name the ConfigMap's
 * @param uid its; undefined where it is gone
 */
export function assessLeave(daemonSets: readonly Live<DaemonSet>[], name: string, uid: string | undefined): Leave {
  const orphans: Live<DaemonSet>[] = [];
  const own: Live<DaemonSet>[] = [];
  const waitedFor: Live<DaemonSet>[] = [];
  for (const daemonSet of daemonSets) {
    const controller = findController(daemonSet);
    const isItsName = controller !== undefined && isConfigMap(controller) && controller.name === name;
    if (isItsName && controller.uid !== uid) orphans.push(daemonSet);
    else if (uid !== undefined && isOwner(daemonSet, {uid})) {
      (controller === undefined || controller.uid === uid ? own : waitedFor).push(daemonSet);
    }
  }
  return {orphans, own, waitedFor};
}
