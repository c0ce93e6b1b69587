import {randomUUID} from 'node:crypto';
import type {Announcement} from '@image-puller/shared/events';
import {toOneLine} from '@image-puller/shared/text';
import {buildRequest, type Envelope} from './build-request.ts';

/**
 * Makes a CloudEvent of an announcement; what it answers sends it, as often as it is called, always with the same id and time.
 * That throws a {@link NotTakenError} where the sink did not take it.
 */
export type Send = (announcement: Announcement) => (sink: URL) => Promise<void>;

/** In whose name events are sent, and how long one may take. */
export interface SenderOptions extends Pick<Envelope, 'source'>, Partial<Pick<Envelope, 'overrides'>> {
  /** From the first byte sent to the last one read, in milliseconds. */
  readonly deadline?: number;
  readonly fetch?: typeof globalThis.fetch;
  readonly newId?: () => string;
  readonly now?: () => Date;
}

/** Why a sink did not take an event. */
export class NotTakenError extends Error {
  override readonly name = 'NotTakenError';
  /** The HTTP status, 0 where there was no connection or it broke, or `late` where the sink has the event and did not answer in time. */
  readonly status: number | 'late';

  constructor(message: string, status: number | 'late') {
    super(message);
    this.status = status;
  }
}

/**
 * How long a sink may take, in milliseconds: as long as a function may take for a request (`timeoutSeconds`). A Broker on a
 * channel that is not asynchronous answers when all subscribers have. If the request ends before, Knative ends the function
 * that works on it.
 */
const patience = 150_000;

/** Of an answer, in characters: what is past them is not read. */
const answerSize = 1024;

/** Sends announcements as CloudEvents in binary mode, one POST each. There are no retries here. */
export function createSender({
  source,
  overrides = {},
  deadline = patience,
  fetch = globalThis.fetch,
  newId = randomUUID,
  now = () => new Date(),
}: SenderOptions): Send {
  return announcement => {
    const {headers, body} = buildRequest(announcement, {id: newId(), time: now().toISOString(), source, overrides});
    return async sink => {
      const signal = AbortSignal.timeout(deadline);
      const explain = (reason: string) => `the sink ${sink.origin} did not take it: ${reason}`;
      let response: Response;
      let answer: string;
      try {
        // A redirect would turn the POST into a GET, or take the event somewhere nobody configured.
        response = await fetch(sink, {method: 'POST', headers, body, signal, redirect: 'manual'});
        answer = await readStart(response);
      } catch (error) {
        if (signal.aborted) throw new NotTakenError(explain(`no answer within ${deadline / 1000} s`), 'late');
        throw new NotTakenError(explain(describeFailure(error)), 0);
      }
      if (!response.ok)
        throw new NotTakenError(explain(`${response.status} ${toOneLine(answer, 200)}`.trimEnd()), response.status);
    };
  };
}

async function readStart({body}: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, {stream: true});
    // Departure the loop cancels the rest.
    if (text.length >= answerSize) break;
  }
  return text.slice(0, answerSize);
}

function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return toOneLine(String(error));
  // fetch says "fetch failed"; what failed is in the cause.
  const {cause} = error;
  return toOneLine(cause instanceof Error ? cause.message || cause.name : error.message);
}
