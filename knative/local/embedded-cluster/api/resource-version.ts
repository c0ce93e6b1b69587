import {badRequest, StatusError, type Store} from '../store/index.ts';

/**
 * Refuses a resourceVersion that is no number (400), or is ahead of the store (504): a real API server would wait for
 * it for some seconds, in vain.
 */
export function checkNotFuture(resourceVersion: string, store: Store): void {
  if (resourceVersion === '') return;
  if (!/^\d+$/.test(resourceVersion)) {
    const given = JSON.stringify(resourceVersion);
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${given}: strconv.ParseUint: parsing ${given}: invalid syntax`,
    );
  }
  if (Number(resourceVersion) <= Number(store.resourceVersion)) return;
  throw new StatusError(
    504,
    'Timeout',
    `Timeout: Too large resource version: ${resourceVersion}, current: ${store.resourceVersion}`,
    {causes: [{reason: 'ResourceVersionTooLarge', message: 'Too large resource version'}], retryAfterSeconds: 1},
  );
}
