import type {IncomingMessage, ServerResponse} from 'node:http';
import type {ClientError} from '../delivery/index.ts';
import {answerClientError, answerLine} from './answer.ts';
import type {Limits} from './limits.ts';
import {receiveBody} from './receive-body.ts';
import {sendAnswer} from './send-answer.ts';

/** Path of the liveness and readiness probe of every function. */
export const healthPath = '/healthz';

/** What stands behind the guard: it gets requests whose body has been read to its end. */
export interface Guarded {
  readonly accept: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;
  /** Hears of every request that is refused. */
  readonly onRefused: (clientError: ClientError) => void;
  readonly limits: Limits;
}

/**
 * The request listener in front of the framework's. That one parses bodies of up to 1 GiB before any of our code runs,
 * and answers what it can't parse with a page that shows the body and a stack; behind this guard it finds every body
 * read already and parses none.
 */
export function createGuard({accept, onRefused, limits}: Guarded) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET' && request.url === healthPath) {
      sendAnswer(request, response, answerLine(200, 'ok'));
      return;
    }
    const refuse = (clientError: ClientError) => {
      onRefused(clientError);
      sendAnswer(request, response, answerClientError(clientError));
    };
    if (request.method !== 'POST') {
      refuse({status: 405, reason: 'events come by POST', headers: {allow: 'POST'}});
      return;
    }
    const received = await receiveBody(request, limits);
    if ('clientError' in received) refuse(received.clientError);
    else accept(request, response, received.body);
  };
}
