import type {Announcement} from '@image-puller/shared/events';
import pRetry, {type Options as RetryOptions} from 'p-retry';
import {backoff} from '../../backoff.ts';
import {NotTakenError, type Send} from './sender.ts';
import type {Sink} from './sink.ts';

/** Sends what steps publish while they go on: nobody waits for it, and its failure is nobody's. */
export interface Outbox {
  publish(announcement: Announcement): void;
  /** Resolves when all is sent or given up; what waits for another try is given up at once. */
  stop(): Promise<void>;
}

export interface OutboxOptions {
  readonly sink: Sink;
  readonly send: Send;
  /** Hears of each event that was given up, and why. Must not reject. */
  readonly onFailure: (announcement: Announcement, failure: Failure) => Promise<void>;
  /** Before the first try again, in milliseconds; each further one waits twice as long. */
  readonly pause?: number;
}

/** Why an event was given up. */
export interface Failure {
  readonly reason: string;
  /** The sink has it, and did not answer in time: most likely it has arrived. */
  readonly isLate: boolean;
}

/** After 1, 2, 4, 8 and 16 s: a Broker that is made at the same time as a function is there by then. */
const retries: RetryOptions = {...backoff, retries: 5};

/** How often an answer that is no success is asked for again: what others subscribe may fail for ever, and the rest hear it each time. */
const statusRetries = 2;

/** That many are under way at most: a Broker that is away should not fill the memory. */
const limit = 1000;

/**
 * Events are doorbells, so one that is lost is made up for by the tick; a step that stands still for one is a worse fault.
 * In order to be sent an event needs the process: it may end when nothing is under way in its outbox.
 */
export function createOutbox({sink, send, onFailure, pause = backoff.minTimeout}: OutboxOptions): Outbox {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  /** Doorbells that wait for their first try, or for another one: one more like them would tell nothing new. */
  const waiting = new Set<string>();

  const attempt = async (send: (sink: URL) => Promise<void>, key: string): Promise<void> => {
    const url = await sink.find();
    waiting.delete(key);
    try {
      await send(url);
    } catch (error) {
      waiting.add(key);
      if (error instanceof NotTakenError && isElsewhere(error)) sink.forget();
      throw error;
    }
  };
  const deliver = async (announcement: Announcement, key: string): Promise<void> => {
    const sendIt = send(announcement);
    let last = Promise.reject<void>(new Error('not tried'));
    last.catch(() => undefined);
    waiting.add(key);
    const tryIt = () => {
      last = attempt(sendIt, key);
      return last;
    };
    try {
      await pRetry(tryIt, {
        ...retries,
        minTimeout: pause,
        signal: stopping.signal,
        shouldRetry: ({error, attemptNumber}) => isWorthARetry(error, attemptNumber),
      });
    } catch {
      // Told to end, retries end at once; what is being sent may still arrive.
      const failure = await last.then(() => undefined, describe);
      if (failure === undefined) return;
      const end = stopping.signal.aborted ? ', and then the function ended' : '';
      await onFailure(announcement, {...failure, reason: `${failure.reason}${end}`});
    } finally {
      waiting.delete(key);
    }
  };

  return {
    publish(announcement) {
      const key = buildKey(announcement);
      if (announcement.data === undefined && waiting.has(key)) return;
      if (underWay.size >= limit) {
        void onFailure(announcement, {reason: `${limit} others wait to be sent`, isLate: false});
        return;
      }
      const sent: Promise<void> = deliver(announcement, key).finally(() => underWay.delete(sent));
      underWay.add(sent);
    },
    async stop() {
      stopping.abort();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

const describe = (error: unknown): Failure => ({
  reason: error instanceof Error ? error.message : String(error),
  isLate: error instanceof NotTakenError && error.status === 'late',
});

const buildKey = ({type, puller: {namespace, name}}: Announcement): string => JSON.stringify([type, namespace, name]);

/** Nobody listens there, or knows of that Broker: it may have been made anew, with another address. */
const isElsewhere = ({status}: NotTakenError): boolean => status === 0 || status === 404;

function isWorthARetry(error: Error, attempt: number): boolean {
  if (!(error instanceof NotTakenError) || isElsewhere(error)) return true;
  return error.status !== 'late' && attempt <= statusRetries;
}
