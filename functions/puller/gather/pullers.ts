import {findController} from '@image-puller/shared/decide';
import {isPuller, wantsName} from '@image-puller/shared/plan';
import type {Context, ObjectReference} from '../../step.ts';
import {readSetting} from './setting.ts';

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
    .filter(configMap => wantsName(configMap, object.name, readSetting(context)))
    .map(({metadata}) => metadata.name);
}

/** The names of all of them. */
export const listPullers = async ({cluster}: Context): Promise<readonly string[]> =>
  (await cluster.listConfigMaps()).filter(isPuller).map(({metadata}) => metadata.name);
