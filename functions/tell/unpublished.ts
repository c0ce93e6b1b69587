import {toOneLine} from '@image-puller/shared/text';
import type {Announcement, Context} from '../step.ts';
import {tell} from './teller.ts';

/**
 * Says in the log, and on the puller's ConfigMap, that an event of it did not get out. It is nobody's step that could fail
 * by it, so it never throws.
 */
export async function tellUnpublished(
  {type, puller}: Announcement,
  reason: string,
  context: Pick<Context, 'cluster' | 'now' | 'installation' | 'warn'>,
): Promise<void> {
  const {cluster, warn} = context;
  warn(`${type} of ${puller.name} was not published: ${reason}`);
  try {
    const configMap = await cluster.readConfigMap(puller.name);
    if (configMap === undefined) return;
    const message = `${type} was not published: ${reason}; a function that waits for it runs with the next tick, others miss it`;
    await tell(configMap, [{reason: 'NotPublished', message, about: 'publishing'}], context);
  } catch (error) {
    warn(`could not tell NotPublished: ${toOneLine(error instanceof Error ? error.message : String(error))}`);
  }
}
