import {once} from 'node:events';
import type {Doorbell} from '@image-puller/functions';
import type {InvocationEntry} from '@image-puller/functions/delivery';
import {createWebhook, defaultLimits, type Limits, type WebhookOptions} from '@image-puller/functions/webhook';
import type {ExecutionContext} from 'ava';

/** A webhook that listens in this process. */
export interface Listening {
  readonly port: number;
  /** The doorbells that reached the step, in order. */
  readonly rung: readonly Doorbell[];
  /** What was logged, in order. */
  readonly entries: readonly InvocationEntry[];
}

/** A clock that moves by 5 ms at each look, so that durations are known. */
const createClock = () => {
  let now = Date.UTC(2026, 0, 1);
  return () => {
    now += 5;
    return new Date(now);
  };
};

/** Starts a webhook for a step, by default apply, which by default has nothing to do. It ends with the test. */
export async function startWebhook(
  t: ExecutionContext,
  {
    step = 'apply',
    invoke = async () => ({result: 'done', decision: 'unchanged'}),
    limits = {},
  }: Partial<Pick<WebhookOptions, 'step' | 'invoke'>> & {readonly limits?: Partial<Limits>} = {},
): Promise<Listening> {
  const rung: Doorbell[] = [];
  const entries: InvocationEntry[] = [];
  const {server} = createWebhook({
    step,
    invoke: (bell, signal) => {
      rung.push(bell);
      return invoke(bell, signal);
    },
    log: entry => entries.push(entry),
    now: createClock(),
    limits: {...defaultLimits, ...limits},
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {port: address.port, rung, entries};
}
