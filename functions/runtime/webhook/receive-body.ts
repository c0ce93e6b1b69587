import type {IncomingMessage} from 'node:http';
import type {ClientError} from '../delivery/index.ts';
import type {Limits} from './limits.ts';

/** What came in with a request: its whole body, or why it was not read to its end. */
export type Received = {readonly body: Buffer} | {readonly clientError: ClientError};

/**
 * Reads a request's body, never keeping more than `bodySize` bytes nor waiting longer than `bodyDeadline`, whatever
 * the headers claim. Compressed bodies are refused unread: a few bytes of gzip become gigabytes.
 */
export async function receiveBody(
  request: IncomingMessage,
  {bodySize, bodyDeadline}: Pick<Limits, 'bodySize' | 'bodyDeadline'>,
): Promise<Received> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding.trim().toLowerCase() !== 'identity') {
    return {
      clientError: {status: 415, reason: 'compressed bodies are not taken: send the event without content-encoding'},
    };
  }
  const tooLarge: Received = {
    clientError: {status: 413, reason: `the body is larger than ${bodySize} bytes, and an event here is under 1024`},
  };
  if (Number(request.headers['content-length'] ?? 0) > bodySize) return tooLarge;
  return await new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (received: Received) => {
      clearTimeout(timer);
      request.off('data', take).off('end', end);
      resolve(received);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > bodySize) settle(tooLarge);
      else chunks.push(chunk);
    };
    const end = () => settle({body: Buffer.concat(chunks)});
    const lose = () =>
      settle({clientError: {status: 400, reason: 'the connection closed before the body was complete'}});
    const timer = setTimeout(
      () => settle({clientError: {status: 408, reason: `the body was not complete after ${bodyDeadline / 1000} s`}}),
      bodyDeadline,
    );
    // The listener for errors stays: one that nobody listens for would end the process.
    request.on('error', lose).on('end', end).on('data', take);
  });
}
