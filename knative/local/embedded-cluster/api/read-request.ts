import type {IncomingMessage} from 'node:http';
import {StatusError} from '../store/index.ts';
import {readUrl} from './read-url.ts';
import type {ApiRequest} from './request.ts';

/** What the API server takes, in bytes. */
const mostBytes = 3 * 1024 * 1024;

/**
 * Reads a request to its end.
 *
 * @throws RequestEntityTooLarge (413) as soon as a body is over the limit.
 */
export async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > mostBytes) {
      throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${mostBytes}`, {});
    }
    chunks.push(part);
  }
  const bytes = Buffer.concat(chunks);
  return {
    method: message.method ?? 'GET',
    ...readUrl(message.url),
    headers: message.headers,
    bytes,
    body: bytes.toString('utf8'),
  };
}
