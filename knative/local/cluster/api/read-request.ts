import type {IncomingMessage} from 'node:http';
import {StatusError} from '../store/index.ts';
import type {ApiRequest} from './request.ts';

/** What the API server takes, in bytes. */
const mostBytes = 3 * 1024 * 1024;

/**
 * Reads a request to its end.
 *
 * @throws RequestEntityTooLarge (413) as soon as a body is over the limit.
 */
export async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > mostBytes) {
      throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${mostBytes}`, {});
    }
    chunks.push(part);
  }
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: message.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
