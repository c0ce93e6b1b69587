import {toOneLine} from '@image-puller/shared/text';
import {connectCluster, readKubeconfig, warnUnencrypted} from '../cluster/index.ts';
import {type BaseContext, createBaseContext} from '../context.ts';
import {createPublisher, parseOverrides} from '../publish/index.ts';
import {readSettings, type Settings} from '../settings.ts';
import type {Process} from './served.ts';

/** Connects a function to its cluster and its sink. Rejects where the environment names none that can be used. */
export async function connectFunction(
  name: string,
  {env, log}: Pick<Process, 'env' | 'log'>,
): Promise<{base: BaseContext; settings: Settings}> {
  const settings = readSettings(env);
  const publish = createPublisher({
    sink: settings.sink,
    source: `/kubernetes-image-puller/${name}`,
    overrides: parseOverrides(env.K_CE_OVERRIDES),
  });
  const warn = (message: string) => log({severity: 'WARNING', function: name, message: toOneLine(message)});
  const access = await readKubeconfig();
  const unencrypted = warnUnencrypted(access);
  if (unencrypted !== undefined) warn(unencrypted);
  return {base: createBaseContext(connectCluster(access), {publish, warn}, settings), settings};
}
