import type {IncomingMessage} from 'node:http';
import type {ExecutionContext} from 'ava';
import {until} from '../../support/until.ts';
import type {ContractCluster} from '../contract.ts';
import {cutManagedFields} from './speak.ts';

/** One line of a watch. */
export interface WatchEvent<T> {
  readonly type: string;
  readonly object: T;
}

/** A watch and what it has sent so far. */
export interface Watch<T> {
  readonly status: number;
  readonly events: readonly WatchEvent<T>[];
  /** Waits for that many events, and returns those. */
  take(count: number): Promise<readonly WatchEvent<T>[]>;
  /** Waits for the server to end it, and returns all that came. */
  readonly ended: () => Promise<readonly WatchEvent<T>[]>;
}

/** Opens a watch; it is closed with the test. */
export async function openWatch<T>(t: ExecutionContext, cluster: ContractCluster, path: string): Promise<Watch<T>> {
  const ending = new AbortController();
  t.teardown(() => ending.abort());
  const response = await cluster.client.open(path, ending.signal);
  const events: WatchEvent<T>[] = [];
  let hasEnded = false;
  const read = async () => {
    for await (const line of readLines(response)) {
      const event: WatchEvent<T> = JSON.parse(line);
      events.push(cutManagedFields(event));
    }
    hasEnded = true;
  };
  read().catch(error => {
    if (!ending.signal.aborted) t.fail(String(error));
  });
  return {
    status: response.statusCode ?? 0,
    events,
    async take(count) {
      await until(
        () => events.length >= count,
        () => ({path, events}),
      );
      return events.slice(0, count);
    },
    async ended() {
      await until(
        () => hasEnded,
        () => ({path, events}),
      );
      return events;
    },
  };
}

async function* readLines(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  response.setEncoding('utf8');
  for await (const chunk of response) {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}
