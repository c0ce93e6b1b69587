import type {IncomingMessage, ServerResponse} from 'node:http';
import {StatusError} from '../store/index.ts';
import {answerStatus} from './answer.ts';
import {answerRequest} from './answer-request.ts';
import type {ApiContext} from './context.ts';
import type {ServerFacts} from './dialect.ts';
import type {Fault} from './intercept.ts';
import {MethodNotAllowed} from './method-not-allowed.ts';
import {plain} from './presenter.ts';
import {readRequest} from './read-request.ts';
import {type ApiRequest, readFlag} from './request.ts';
import {serveWatch} from './serve-watch.ts';
import {parseTarget} from './target.ts';
import {addWarning, writeAnswer} from './write-answer.ts';

/** Serves one request: what goes wrong goes out as a Status. */
export async function serve(
  base: Omit<ApiContext, 'warn'>,
  server: ServerFacts,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const context: ApiContext = {...base, warn: text => addWarning(response, text)};
  try {
    const request = await readRequest(message);
    const target = parseTarget(request.path);
    const presenter = target === undefined ? plain : context.dialect.choosePresenter(request, context.now);
    if (target !== undefined && isWatch(request)) {
      serveWatch(context, target, request, response, presenter);
      return;
    }
    writeAnswer(response, answerRequest(context, request, server), presenter);
  } catch (error) {
    const status = toStatus(error);
    // The rest of a body that is too large is not worth reading.
    if (status.status.code === 413) response.setHeader('Connection', 'close');
    if (status instanceof MethodNotAllowed) response.setHeader('Allow', status.allow.join(', '));
    writeAnswer(response, answerStatus(status.status), plain);
  }
}

/** An object of its own name can't be watched this way: the real API server ignores it, too. */
function isWatch({method, path, query}: ApiRequest): boolean {
  return method === 'GET' && readFlag(query, 'watch') && parseTarget(path)?.name === undefined;
}

/** What is no refusal is a defect of the embedded cluster: 500, with the words that find it. */
function toStatus(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new StatusError(500, 'InternalError', `Internal error occurred: ${words}`, {causes: [{message: words}]});
}

/** Answers in place of the API. */
export function serveFault(fault: Extract<Fault, {status: number} | {hangUp: true}>, response: ServerResponse): void {
  if ('hangUp' in fault) {
    response.destroy();
    return;
  }
  const [reason, message] = faultWords[fault.status] ?? [
    'InternalError',
    'an error on the server was asked for by a test',
  ];
  const details = fault.retryAfter === undefined ? {} : {retryAfterSeconds: fault.retryAfter};
  const {status} = new StatusError(fault.status, reason, message, details);
  writeAnswer(response, answerStatus(status), plain);
}

const faultWords: Readonly<Record<number, readonly [reason: string, message: string]>> = {
  401: ['Unauthorized', 'Unauthorized'],
  403: ['Forbidden', 'forbidden'],
  429: ['TooManyRequests', 'too many requests'],
  500: ['InternalError', 'Internal error occurred'],
  503: ['ServiceUnavailable', 'the server is currently unable to handle the request'],
  504: ['Timeout', 'the server was unable to return a response in the time allotted'],
};
