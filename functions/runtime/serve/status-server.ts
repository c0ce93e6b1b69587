import {createServer, type IncomingMessage, type Server} from 'node:http';
import {type Reply, sendAnswer, serverOptions} from '../webhook/index.ts';

/** What a status page answers. */
export interface StatusReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** Answers a GET for a path. */
export type ServeStatus = (request: {readonly path: string}) => Promise<StatusReply>;

/** Nothing is loaded from anywhere, framed or kept: the page is text and one inline style sheet. */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/**
 * An HTTP server for people and programs that want to know how it goes: GET and HEAD only, bodies of requests dropped
 * unread. What `serve` throws is told to `onDefect` and answered 500 without a word of it.
 */
export function createStatusServer(serve: ServeStatus, onDefect: (error: unknown) => void): Server {
  return createServer(serverOptions, (request, response) => {
    void respond(request, serve, onDefect).then(answer => sendAnswer(request, response, toAnswer(answer)));
  });
}

async function respond(
  request: IncomingMessage,
  serve: ServeStatus,
  onDefect: (error: unknown) => void,
): Promise<StatusReply> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return answerText(405, 'only GET and HEAD are answered');
  const path = readPath(request.url ?? '/');
  if (path === undefined) return answerText(400, 'the URL is malformed');
  try {
    return await serve({path});
  } catch (error) {
    onDefect(error);
    return answerText(500, "internal error: the reason is in this function's log");
  }
}

/** The path of a request's target, which is a path or a whole URL (RFC 9112, 3.2); `//a` is a path, and names no host. */
const readPath = (target: string): string | undefined =>
  URL.parse(target.startsWith('/') ? `http://status${target}` : target)?.pathname;

/** One line of plain text. */
export const answerText = (status: number, line: string): StatusReply => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body: `${line}\n`,
});

const toAnswer = ({status, contentType, body}: StatusReply): Reply => ({
  status,
  headers: {...securityHeaders, 'content-type': contentType, ...(status === 405 && {allow: 'GET, HEAD'})},
  body,
});
