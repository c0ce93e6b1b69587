import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {type Asking, askFilter} from '../ask/index.ts';
import {findController, isConfigMap} from '../decide/index.ts';
import type {Live} from '../live/index.ts';
import {type Defaults, wantsName} from './declaration.ts';
import {askOwnerLives} from './owners.ts';

/**
 * Managed DaemonSets that no labelled ConfigMap owns, by the names of the ConfigMaps that did. Not those of one that is gone
 * which another puller wants by name: they pass to it.
 */
export function* findAbandoned(
  daemonSets: readonly Live<DaemonSet>[],
  configMaps: readonly Live<ConfigMap>[],
  defaults: Defaults,
): Asking<readonly string[]> {
  const alive = new Set(configMaps.map(({metadata}) => metadata.uid));
  const orphans = daemonSets.filter(({metadata}) => !listOwners(metadata).some(({uid}) => alive.has(uid)));
  const left = yield* askFilter(orphans, function* (orphan) {
    const isWanted = configMaps.some(configMap => wantsName(configMap, orphan.metadata.name, defaults));
    return !isWanted || (yield* askOwnerLives(findController(orphan)));
  });
  return [...new Set(left.flatMap(({metadata}) => listOwners(metadata).map(({name}) => name)))];
}

const listOwners = ({ownerReferences = []}: Live<DaemonSet>['metadata']) => ownerReferences.filter(isConfigMap);
