import type {StepName} from '@image-puller/shared/events';
import type {Delivery} from './kinds/index.ts';
import type {InstallOptions} from './options.ts';

/** For Triggers that others add, to hear of `image.failed` and the like. */
export const defaultRetries = 3;

/**
 * How often each step's event is sent again, after 1, 2, 4 ... seconds. An edit or a delete should outlive an API server
 * that restarts: 8 retries last 255 s. What check and refresh missed comes again with the next tick: 4 retries last 15 s.
 */
export const retries: Readonly<Record<StepName, number>> = {apply: 8, check: 4, refresh: 4, remove: 8};

/**
 * Exponential backoff from 1 s. A Trigger's delivery replaces its Broker's as a whole, so each one names the dead letter
 * sink.
 */
export function buildDelivery(retry: number, {deadLetterSink}: InstallOptions): Delivery {
  return {
    retry,
    backoffPolicy: 'exponential',
    backoffDelay: 'PT1S',
    ...(deadLetterSink && {deadLetterSink}),
  };
}
