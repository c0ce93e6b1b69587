import type {RequestListener, Server} from 'node:http';
import {createServer} from 'node:http';

/** A port that is listened on, on this machine alone. */
export interface OpenPort {
  readonly port: number;
  /** Accepts no more, and cuts off what is open. */
  close(): Promise<void>;
}

/** Opens a port of `localhost`, by IPv4 and, where there is one, by IPv6; 0 is any that is free on both. */
export async function openPort(
  port: number,
  listener: RequestListener,
): Promise<OpenPort | 'taken' | {readonly problem: string}> {
  const first = await listen(createServer(listener), port, '127.0.0.1');
  if (!('server' in first)) return describe(first.error, port);
  const second = await listen(createServer(listener), first.port, '::1');
  // A machine without IPv6 answers EADDRNOTAVAIL or EAFNOSUPPORT.
  if (!('server' in second) && second.error.code === 'EADDRINUSE') {
    await close([first.server]);
    return port === 0 ? await openPort(0, listener) : 'taken';
  }
  const servers = [first.server, ...('server' in second ? [second.server] : [])];
  return {port: first.port, close: () => close(servers)};
}

function describe(error: NodeJS.ErrnoException, port: number): 'taken' | {readonly problem: string} {
  if (error.code === 'EADDRINUSE') return 'taken';
  if (error.code === 'EACCES') return {problem: `port ${port} may not be opened: give one from 1024 up with --port N`};
  return {problem: `can't listen on port ${port}: ${error.message}`};
}

type Listening = {readonly server: Server; readonly port: number} | {readonly error: NodeJS.ErrnoException};

function listen(server: Server, port: number, host: string): Promise<Listening> {
  return new Promise(resolve => {
    server.once('error', error => resolve({error}));
    server.listen({port, host}, () => {
      const address = server.address();
      resolve({server, port: typeof address === 'object' && address !== null ? address.port : port});
    });
  });
}

async function close(servers: readonly Server[]): Promise<void> {
  const closed = servers.map(server => new Promise<void>(resolve => server.close(() => resolve())));
  for (const server of servers) server.closeAllConnections();
  await Promise.all(closed);
}
