import pRetry, {type Options as RetryOptions} from 'p-retry';
import type {Announcement} from '../step.ts';
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
  /** Hears of each event that was given up, and why. */
  readonly onFailure: (announcement: Announcement, reason: string) => Promise<void>;
  /** Before the first try again, in milliseconds; each further one waits twice as long. */
  readonly pause?: number;
}

/** After 1, 2, 4, 8 and 16 s: a Broker that is made at the same time as a function is there by then. */
const retries: RetryOptions = {retries: 5, factor: 2};

/** How often an answer that is no success is asked for again: what others subscribe may fail for ever, and the rest hear it each time. */
const statusRetries = 2;

/** That many wait at most: a Broker that is away should not fill the memory. */
const limit = 100;

/**
 * Events are doorbells, so one that is lost is made up for by the tick; a step that stands still for one is a worse fault.
 * In order to be sent an event needs the process: it may end when nothing is under way in its outbox.
 */
export function createOutbox({sink, send, onFailure, pause = 1000}: OutboxOptions): Outbox {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();

  const attempt = async (announcement: Announcement): Promise<void> => {
    const url = await sink.find();
    try {
      await send(url, announcement);
    } catch (error) {
      if (error instanceof NotTakenError && isElsewhere(error)) sink.forget();
      throw error;
    }
  };
  const deliver = async (announcement: Announcement): Promise<void> => {
    let reason = 'not tried';
    try {
      await pRetry(() => attempt(announcement), {
        ...retries,
        minTimeout: pause,
        signal: stopping.signal,
        onFailedAttempt: ({error}) => {
          reason = error.message;
        },
        shouldRetry: ({error, attemptNumber}) => isWorthARetry(error, attemptNumber),
      });
    } catch {
      await onFailure(announcement, stopping.signal.aborted ? `${reason}, and then the function ended` : reason);
    }
  };

  return {
    publish(announcement) {
      const sent: Promise<void> = (
        underWay.size < limit ? deliver(announcement) : onFailure(announcement, `${limit} others wait to be sent`)
      ).finally(() => underWay.delete(sent));
      underWay.add(sent);
    },
    async stop() {
      stopping.abort();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** Nobody listens there, or knows of that Broker: it may have been made anew, with another address. */
const isElsewhere = ({status}: NotTakenError): boolean => status === 0 || status === 404;

function isWorthARetry(error: Error, attempt: number): boolean {
  if (!(error instanceof NotTakenError) || isElsewhere(error)) return true;
  return error.status !== 'late' && attempt <= statusRetries;
}
