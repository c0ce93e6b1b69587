import {isLaneOf} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import {findController, isLabelled} from '@image-puller/shared/plan';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {Cluster} from '../cluster/index.ts';
import type {Context, ObjectReference} from '../step.ts';
import {readConfig} from './config.ts';

/** Does this ConfigMap configure a puller? One that is being deleted no longer does. */
export const isPuller = (configMap: Live<ConfigMap>): boolean =>
  configMap.metadata.deletionTimestamp === undefined && isLabelled(configMap);

/** Finds a DaemonSet by name among those that were listed. */
export const findByName = (daemonSets: readonly Live<DaemonSet>[], name: string): Live<DaemonSet> | undefined =>
  daemonSets.find(({metadata}) => metadata.name === name);

/**
 * The names of the ConfigMaps that an object's bell concerns: itself, or for a DaemonSet the ConfigMap that controls it,
 * or, where none does (it is gone, or somebody else's), every puller that wants its name.
 */
export async function findPullers(object: ObjectReference, context: Context): Promise<readonly string[]> {
  if (object.kind === 'ConfigMap') return [object.name];
  const daemonSet = await context.cluster.readDaemonSet(object.name);
  const controller = daemonSet === undefined ? undefined : findController(daemonSet);
  if (controller?.kind === 'ConfigMap') return [controller.name];
  return (await context.cluster.listConfigMaps())
    .filter(configMap => {
      const parsed = readConfig(configMap, context);
      return 'config' in parsed && isLaneOf(parsed.config.daemonSetName, object.name);
    })
    .map(({metadata}) => metadata.name);
}

/** Managed DaemonSets that no labelled ConfigMap of that uid controls; by the name of the ConfigMap that did. */
export function findAbandoned(
  daemonSets: readonly Live<DaemonSet>[],
  configMaps: readonly Live<ConfigMap>[],
): readonly string[] {
  const alive = new Set(configMaps.map(({metadata}) => metadata.uid));
  const owners = daemonSets.map(findController).filter(owner => owner?.kind === 'ConfigMap' && !alive.has(owner.uid));
  return [...new Set(owners.flatMap(owner => owner?.name ?? []))];
}

/** Is the ConfigMap that controls a DaemonSet there, with that uid? */
export async function ownerLives(daemonSet: DaemonSet, cluster: Cluster): Promise<boolean> {
  const owner = findController(daemonSet);
  if (owner?.kind !== 'ConfigMap') return false;
  return (await cluster.readConfigMap(owner.name))?.metadata.uid === owner.uid;
}
