import {findController, isConfigMap, isLabelled} from '@image-puller/shared/decide';
import {isLaneOf} from '@image-puller/shared/lanes';
import type {Live} from '@image-puller/shared/live';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import type {OwnerReference} from 'kubernetes-types/meta/v1';
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
    .filter(configMap => wantsName(configMap, object.name, context))
    .map(({metadata}) => metadata.name);
}

/** The names of all of them. */
export const listPullers = async ({cluster}: Context): Promise<readonly string[]> =>
  (await cluster.listConfigMaps()).filter(isPuller).map(({metadata}) => metadata.name);

/** Does a puller want a DaemonSet of that name, now or when an image fails? */
export function wantsName(configMap: Live<ConfigMap>, name: string, context: Context): boolean {
  if (!isPuller(configMap)) return false;
  const parsed = readConfig(configMap, context);
  return 'config' in parsed && isLaneOf(parsed.config.daemonSetName, name);
}

/**
 * Managed DaemonSets that no labelled ConfigMap owns, by the names of the ConfigMaps that did. Not those of one that is gone
 * which another puller wants by name: they pass to it.
 */
export async function findAbandoned(
  daemonSets: readonly Live<DaemonSet>[],
  configMaps: readonly Live<ConfigMap>[],
  context: Context,
): Promise<readonly string[]> {
  const alive = new Set(configMaps.map(({metadata}) => metadata.uid));
  const names = new Set<string>();
  for (const daemonSet of daemonSets) {
    const {name, ownerReferences = []} = daemonSet.metadata;
    const owners = ownerReferences.filter(isConfigMap);
    if (owners.some(({uid}) => alive.has(uid))) continue;
    const isWanted = configMaps.some(configMap => wantsName(configMap, name, context));
    if (isWanted && !(await ownerLives(findController(daemonSet), context.cluster))) continue;
    for (const owner of owners) names.add(owner.name);
  }
  return [...names];
}

/** Is this owner, a ConfigMap, there, with that uid, and not being deleted? */
export async function ownerLives(owner: OwnerReference | undefined, cluster: Cluster): Promise<boolean> {
  if (owner === undefined || !isConfigMap(owner)) return false;
  const {uid, deletionTimestamp} = (await cluster.readConfigMap(owner.name))?.metadata ?? {};
  return uid === owner.uid && deletionTimestamp === undefined;
}
