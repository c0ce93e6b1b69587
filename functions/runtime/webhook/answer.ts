import {toOneLine} from '@image-puller/shared/text';
import type {Outcome} from '../../step.ts';
import type {ClientError} from '../delivery/index.ts';

/** What goes back to who delivered the event. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Seconds after which an API server that was away is worth another try; the broker's own backoff starts lower. */
const retryAfter = '5';

/**
 * The status the broker acts on (Knative, tried): 204 is done, or left to check; 400 goes to the dead letter sink; 409, 500 and 503 are
 * delivered again with backoff. A 2xx with a body but without ce- headers would count as 502, so 204 has neither.
 */
export function answerOutcome(outcome: Outcome): Reply {
  switch (outcome.result) {
    case 'done':
    case 'postponed':
      return {status: 204, headers: {}, body: ''};
    case 'conflict':
      return answerLine(409, outcome.reason);
    case 'unavailable':
      return answerLine(503, outcome.reason, {'retry-after': retryAfter});
  }
}

/** A wake that a run still to start covers is as good as done. */
export const answerCovered: Reply = {status: 204, headers: {}, body: ''};

/** A defect: what went wrong is in the log alone. */
export const answerDefect: Reply = answerLine(500, "internal error: the reason is in this function's log");

export const answerClientError = ({status, reason, headers}: ClientError): Reply => answerLine(status, reason, headers);

/** One line of plain text. */
export function answerLine(status: number, reason: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return {
    status,
    headers: {'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff', ...headers},
    body: `${toOneLine(reason)}\n`,
  };
}
