import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Reply} from './answer.ts';

/** How long, in milliseconds, and how much, in bytes, the sender of a body we don't want may go on. */
const linger = {time: 1000, size: 16 * 1024 * 1024} as const;

/**
 * Writes an answer whole (Node leaves the body out for HEAD), unless one has been written already or nobody is there to read it.
 *
 * A request whose body is still on its way is answered too. Closing at once would let the kernel answer the rest with a
 * reset, which can overtake our answer; so the rest is read and dropped for a moment, and then the connection is cut.
 */
export function sendAnswer(request: IncomingMessage, response: ServerResponse, {status, headers, body}: Reply): void {
  if (response.headersSent || response.destroyed) return;
  const received = request.complete || !announcesBody(request);
  response.writeHead(status, {
    ...headers,
    ...(status !== 204 && {'content-length': Buffer.byteLength(body)}),
    ...(!received && {connection: 'close'}),
  });
  if (received) {
    request.resume();
    response.end(body);
    return;
  }
  // Ending the response closes the connection: that waits for the sender's end.
  response.write(body);
  dropRest(request);
  request.on('end', () => response.end()).on('error', () => response.end());
}

function dropRest(request: IncomingMessage): void {
  const {socket} = request;
  const timer = setTimeout(() => socket.destroy(), linger.time);
  socket.once('close', () => clearTimeout(timer));
  let dropped = 0;
  request.on('data', ({length}: Buffer) => {
    dropped += length;
    if (dropped > linger.size) socket.destroy();
  });
}

const announcesBody = ({headers}: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
