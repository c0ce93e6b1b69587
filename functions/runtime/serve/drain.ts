import type {Server, ServerResponse} from 'node:http';
import {setTimeout as wait} from 'node:timers/promises';

/** Ends a server without cutting off what is under way; see {@link createDrain}. */
export type Drain = (settled: () => Promise<void>, deadline: number) => Promise<'drained' | 'cut off'>;

/**
 * Keeps count of the requests of a server from now on, so that it can be drained: it accepts no more connections, lets
 * every request be answered and everything that `settled` waits for end, for `deadline` milliseconds at most. What is
 * open then (idle connections, or what was cut off) ends with the process.
 */
export function createDrain(server: Server): Drain {
  const open = new Set<ServerResponse>();
  server.on('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  const answered = async () => {
    while (open.size > 0) {
      await Promise.all([...open].map(response => new Promise(resolve => response.once('close', resolve))));
    }
  };
  return async (settled, deadline) => {
    server.close();
    const timer = new AbortController();
    const drained = Promise.all([answered(), settled()]).then(() => 'drained' as const);
    const late = wait(deadline, 'cut off' as const, {signal: timer.signal});
    late.catch(() => undefined);
    try {
      return await Promise.race([drained, late]);
    } finally {
      timer.abort();
    }
  };
}
