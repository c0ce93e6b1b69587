import type {Doorbell, Outcome} from '../../step.ts';
import type {Coalescer} from './coalesce.ts';
import type {Delivered} from './entry.ts';

/** Runs the step for a doorbell; `signal` is aborted when its deadline has passed. */
export type Invoke = (bell: Doorbell, signal: AbortSignal) => Promise<Outcome>;

/** What a delivery goes through. */
export interface Delivery {
  readonly invoke: Invoke;
  readonly coalescer: Coalescer<Outcome>;
  /** In milliseconds; it counts twice: for the wait until the run before this one has ended, and for this run. */
  readonly deadline: number;
  /** Hears what a step threw after its deadline, when its event had been answered already. */
  readonly onLateDefect?: (error: unknown) => void;
}

/** Wakes for one step and one object fold together; those of a tick, which names no object, do too. */
export const buildKey = (step: string, {object}: Pick<Doorbell, 'object'>): string =>
  JSON.stringify(object === undefined ? [step] : [step, object.kind, object.namespace, object.name]);

/**
 * Rings the step, folded together with other wakes for the same key, and answers in bounded time. A step that goes on
 * after its deadline keeps its key until it ends, since two must never run at once.
 */
export async function deliver(
  bell: Doorbell,
  key: string,
  {invoke, coalescer, deadline, onLateDefect}: Delivery,
): Promise<Delivered> {
  const seconds = `${deadline / 1000} s`;
  const late = Promise.withResolvers<Delivered>();
  const expire = (signal: AbortSignal, reason: string, isMoot: () => boolean = () => false) =>
    signal.addEventListener('abort', () => {
      if (!isMoot()) late.resolve({result: 'unavailable', reason});
    });

  let started = false;
  expire(AbortSignal.timeout(deadline), `the run before this one has not ended after ${seconds}`, () => started);
  const run = async (): Promise<Outcome> => {
    started = true;
    const signal = AbortSignal.timeout(deadline);
    expire(signal, `the step has not ended after ${seconds}`);
    return await invoke(bell, signal);
  };

  let answered = false;
  const woken = coalescer.wake(key, run).then(
    (result): Delivered => (result.result === 'ran' ? result.value : result),
    (error): Delivered => {
      if (answered && !isAbort(error)) onLateDefect?.(error);
      return {result: 'defect', error};
    },
  );
  const delivered = await Promise.race([woken, late.promise]);
  answered = true;
  return delivered;
}

const isAbort = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
