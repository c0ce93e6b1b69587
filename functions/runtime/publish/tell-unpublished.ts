import type {Announcement} from '@image-puller/shared/events';
import {notPublished} from '@image-puller/shared/tell';
import {toOneLine} from '@image-puller/shared/text';
import {tell} from '../../puller/index.ts';
import type {Context} from '../../step.ts';
import type {Failure} from './outbox.ts';

/**
 * Says in the log, and on the puller's ConfigMap, that an event of it may not have got through. One that was only answered too
 * late is in the log alone. No step can fail by it, so it never throws.
 */
export async function tellUnpublished(
  {type, puller}: Announcement,
  {reason, isLate}: Failure,
  context: Pick<Context, 'cluster' | 'now' | 'installation' | 'warn'>,
): Promise<void> {
  const {cluster, warn} = context;
  warn(`${type} of ${puller.name} may not have got through: ${reason}`);
  if (isLate) return;
  try {
    const configMap = await cluster.readConfigMap(puller.name);
    if (configMap === undefined) return;
    await tell(configMap, [notPublished.say(type, reason)], context);
  } catch (error) {
    warn(`could not tell NotPublished: ${toOneLine(error instanceof Error ? error.message : String(error))}`);
  }
}
