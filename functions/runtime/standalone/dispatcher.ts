import {type Announcement, findSteps, type StepName} from '@image-puller/shared/events';
import pRetry, {type Options as RetryOptions} from 'p-retry';
import {backoff} from '../../backoff.ts';
import {type Doorbell, type Outcome, type Step, watchedTypes} from '../../step.ts';
import {
  buildEntry,
  buildKey,
  createCoalescer,
  type Delivered,
  deliver,
  type InvocationEntry,
  type Invoke,
} from '../delivery/index.ts';

/** What a broker does for functions, in one process: it brings each event to the steps that wait for it. */
export interface Dispatcher {
  /** Wakes the steps that a doorbell is for, and returns at once. */
  ring(bell: Doorbell): void;
  /** Resolves when nothing runs; retries that wait are given up. */
  stop(): Promise<void>;
}

export interface DispatcherOptions {
  readonly invoke: (step: StepName) => Invoke;
  readonly log: (entry: InvocationEntry) => void;
  /** Of one invocation, in milliseconds. */
  readonly deadline: number;
  /** Milliseconds by a clock that is never set. */
  readonly now: () => number;
}

/** For some minutes. After that the tick repairs what is left. */
const retries: RetryOptions = {...backoff, retries: 10, randomize: true};

export function createDispatcher({invoke, log, deadline, now}: DispatcherOptions): Dispatcher {
  const coalescer = createCoalescer<Outcome>();
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();

  const attempt = async (step: StepName, bell: Doorbell): Promise<void> => {
    const begun = now();
    const report = (delivered: Delivered) => log(buildEntry(step, bell, delivered, Math.round(now() - begun)));
    const delivered = await deliver(bell, buildKey(step, bell), {
      invoke: invoke(step),
      coalescer,
      deadline,
      onLateDefect: error => report({result: 'defect', error}),
    });
    report(delivered);
    if (isWorthARetry(delivered, bell)) throw new Error(delivered.reason);
  };
  const run = async (step: StepName, bell: Doorbell): Promise<void> => {
    // A retry that is given up was logged each time it failed.
    await pRetry(() => attempt(step, bell), {...retries, signal: stopping.signal}).catch(() => undefined);
  };

  return {
    ring(bell) {
      if (stopping.signal.aborted) return;
      for (const step of findSteps({type: bell.type, kind: bell.object?.kind})) {
        const ended: Promise<unknown> = run(step, bell).finally(() => running.delete(ended));
        running.add(ended);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** What check rang for is its own to ask for again: each try would make further ones. */
const isWorthARetry = (delivered: Delivered, {type}: Doorbell): delivered is Extract<Delivered, {reason: string}> =>
  delivered.result === 'conflict' ||
  delivered.result === 'unavailable' ||
  (delivered.result === 'postponed' && !watchedTypes.has(type));

/** The doorbell that a published event is to the steps of this process. */
export const toDoorbell = ({type, puller}: Announcement, id: string): Doorbell => ({
  id,
  type,
  object: {kind: 'ConfigMap', ...puller},
});

/** Binds a step to what it may use. */
export const bindStep =
  (step: Step, createContext: (signal: AbortSignal) => Parameters<Step>[1]): Invoke =>
  (bell, signal) =>
    step(bell, createContext(signal));
