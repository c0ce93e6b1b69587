import {toOneLine} from '@image-puller/shared/text';
import {connectCluster, readKubeconfig, warnUnencrypted} from '../../cluster/index.ts';
import {type BaseContext, createBaseContext} from '../context.ts';
import {
  brokerSink,
  createOutbox,
  createSender,
  namedSink,
  type Outbox,
  parseOverrides,
  tellUnpublished,
} from '../publish/index.ts';
import {readSettings, type Settings} from '../settings.ts';
import type {Process} from './served.ts';

/** What a function is connected with. */
export interface Connected {
  readonly base: BaseContext;
  readonly settings: Settings;
  /** What its process still has to send. */
  readonly outbox: Outbox;
}

/**
 * Connects a function to its cluster and its sink. Rejects where the environment names none that can be used.
 *
 * @param hasBroker it publishes to its installation's Broker unless `K_SINK` names a sink; without, to that alone
 */
export async function connectFunction(
  name: string,
  {env, log}: Pick<Process, 'env' | 'log'>,
  {hasBroker}: {readonly hasBroker: boolean},
): Promise<Connected> {
  const settings = readSettings(env);
  const send = createSender({
    source: `/kubernetes-image-puller/${name}`,
    overrides: parseOverrides(env.K_CE_OVERRIDES),
  });
  const warn = (message: string) => log({severity: 'WARNING', function: name, message: toOneLine(message)});
  const access = await readKubeconfig();
  const unencrypted = warnUnencrypted(access);
  if (unencrypted !== undefined) warn(unencrypted);
  const cluster = connectCluster(access);
  const outbox = createOutbox({
    sink: settings.sink === undefined ? brokerSink(cluster) : namedSink(settings.sink),
    send,
    onFailure: (announcement, failure) => tellUnpublished(announcement, failure, base),
  });
  const publish: Outbox['publish'] = hasBroker || settings.sink !== undefined ? outbox.publish : () => undefined;
  const base = createBaseContext(cluster, {publish, warn}, settings);
  return {base, settings, outbox};
}
