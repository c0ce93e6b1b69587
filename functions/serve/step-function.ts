import type {StepName} from '@image-puller/shared/events';
import type {Invoke} from '../delivery/index.ts';
import type {Step} from '../step.ts';
import {createWebhook} from '../webhook/index.ts';
import {once} from './once.ts';
import type {Process, Served} from './served.ts';

/** A step behind a webhook. */
export function createStepFunction(name: StepName, process: Process): Served {
  const load = once(() => loadStep(name, process));
  const webhook = createWebhook({
    step: name,
    log: process.log,
    now: process.now,
    invoke: async (bell, signal) => {
      const invoke = await load().catch(() => undefined);
      if (invoke !== undefined) return await invoke(bell, signal);
      return {result: 'unavailable', reason: 'the function could not start: its log says why'};
    },
  });
  return {...webhook, load};
}

async function loadStep(name: StepName, process: Process): Promise<Invoke> {
  const [{connectFunction}, {createContext}, step] = await Promise.all([
    import('./base-context.ts'),
    import('../context.ts'),
    importStep(name),
  ]);
  const {base} = await connectFunction(name, process);
  return (bell, signal) => step(bell, createContext(base, signal));
}

/** Each function loads its own step alone. */
async function importStep(name: StepName): Promise<Step> {
  switch (name) {
    case 'apply':
      return (await import('../apply/index.ts')).apply;
    case 'check':
      return (await import('../check/index.ts')).check;
    case 'refresh':
      return (await import('../refresh/index.ts')).refresh;
    case 'remove':
      return (await import('../remove/index.ts')).remove;
  }
}
