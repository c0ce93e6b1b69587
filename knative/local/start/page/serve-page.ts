import type {IncomingMessage, RequestListener, ServerResponse} from 'node:http';
import {type OpenPort, openPort} from './open-port.ts';

/** What a path answers. */
export interface PageReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Answers a GET; what it throws is a 503 with that error's message. */
export type AnswerPath = (path: string, signal: AbortSignal) => Promise<PageReply>;

/** Milliseconds for one answer. */
const deadline = 15_000;
/** How many ports are tried from the wanted one on. */
const ports = 20;

/**
 * Serves the status page on `localhost`, by IPv4 and, where there is one, by IPv6, so that it is this page that a browser
 * gets. A port that is taken on either gives the next one, if `next` allows that, or else a problem.
 */
export async function servePage(
  wanted: number,
  next: 'next free port' | 'this port',
  answer: AnswerPath,
): Promise<OpenPort | {readonly problem: string}> {
  const listener: RequestListener = (request, response) => void respond(request, response, answer);
  const last = next === 'this port' || wanted === 0 ? wanted : Math.min(wanted + ports, 65_535);
  for (let port = wanted; port <= last; port++) {
    const opened = await openPort(port, listener);
    if (opened !== 'taken') return opened;
  }
  if (next === 'next free port')
    return {problem: `the ports ${wanted} to ${last} are all in use: give another one with --port N`};
  return {problem: `port ${wanted} is in use: give another one with --port N, or 0 for any that is free`};
}

async function respond(request: IncomingMessage, response: ServerResponse, answer: AnswerPath): Promise<void> {
  request.resume();
  const {status, contentType, body} = await answerRequest(request, answer);
  if (response.destroyed) return;
  // Nothing is loaded from anywhere; one inline style sheet.
  response.writeHead(status, {
    'content-type': contentType,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...(status === 405 && {allow: 'GET, HEAD'}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answerRequest(request: IncomingMessage, answer: AnswerPath): Promise<PageReply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return sayLine(405, 'only GET and HEAD are answered');
  const path = readPath(request.url ?? '/');
  if (path === undefined) return sayLine(400, 'the URL is malformed');
  // Another site's name that was pointed at this machine must not read the page out of the user's browser.
  if (!/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    return sayLine(421, 'this page is for localhost');
  }
  try {
    return await answer(path, AbortSignal.timeout(deadline));
  } catch (error) {
    return sayLine(503, `the cluster can't be read: ${error instanceof Error ? error.message : error}`);
  }
}

/** The path of a request's target, which is a path or a whole URL (RFC 9112, 3.2); `//a` is a path, and names no host. */
const readPath = (target: string): string | undefined =>
  URL.parse(target.startsWith('/') ? `http://localhost${target}` : target)?.pathname;

const sayLine = (status: number, line: string): PageReply => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body: `${line}\n`,
});
