import {setTimeout as wait} from 'node:timers/promises';
import type {StepName} from '@image-puller/shared/events';
import {backoff} from '../../backoff.ts';
import {type Step, startBell} from '../../step.ts';
import type {Invoke} from '../delivery/index.ts';
import type {Outbox} from '../publish/index.ts';
import {createWebhook, type Webhook} from '../webhook/index.ts';
import {once} from './once.ts';
import type {Process, Served} from './served.ts';

/** Those that look at every puller when they start and no event has started them. */
const lookers: ReadonlySet<StepName> = new Set(['apply', 'check']);

/** For so long a function that has started waits for the event that it was started for, in milliseconds. */
const quiet = 1000;

/** A step behind a webhook. */
export function createStepFunction(name: StepName, process: Process): Served {
  const load = once(() => loadStep(name, process));
  const webhook = createWebhook({
    step: name,
    log: process.log,
    now: process.now,
    invoke: async (bell, signal) => {
      const loaded = await load().catch(() => undefined);
      if (loaded !== undefined) return await loaded.invoke(bell, signal);
      return {result: 'unavailable', reason: 'the function could not start: its log says why'};
    },
  });
  return {
    server: webhook.server,
    load,
    lookAround: async () => {
      if (!lookers.has(name)) return;
      await wait(quiet, undefined, {ref: false});
      await untilDone(webhook);
    },
    settled: async () => {
      await webhook.settled();
      const loaded = await load().catch(() => undefined);
      await loaded?.outbox.stop();
    },
  };
}

/** An API server that is just starting, too, or a right that is just being granted, is there a moment later. */
async function untilDone({wake, wasRung}: Webhook): Promise<void> {
  const look = async () => {
    if (wasRung()) return;
    const {result} = await wake(startBell);
    if (result === 'unavailable' || result === 'conflict') throw new Error(result);
  };
  const {default: pRetry} = await import('p-retry');
  // What fails in the end is in the log, and left to the tick.
  await pRetry(look, {...backoff, retries: 4}).catch(() => undefined);
}

async function loadStep(name: StepName, process: Process): Promise<{readonly invoke: Invoke; readonly outbox: Outbox}> {
  const [{connectFunction}, {createContext}, step] = await Promise.all([
    import('./base-context.ts'),
    import('../context.ts'),
    importStep(name),
  ]);
  const {base, outbox} = await connectFunction(name, process, {hasBroker: name !== 'remove'});
  return {invoke: (bell, signal) => step(bell, createContext(base, signal)), outbox};
}

/** Each function loads its own step alone. */
async function importStep(name: StepName): Promise<Step> {
  switch (name) {
    case 'apply':
      return (await import('../../steps/apply/index.ts')).apply;
    case 'check':
      return (await import('../../steps/check.ts')).check;
    case 'refresh':
      return (await import('../../steps/refresh.ts')).refresh;
    case 'remove':
      return (await import('../../steps/remove.ts')).remove;
  }
}
