import type {Server} from 'node:http';
import type {LogEntry} from './log.ts';

/** What a function needs of the process it runs in. */
export interface Process {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (entry: LogEntry) => void;
  readonly now: () => Date;
}

/** A function as the process sees it. */
export interface Served {
  readonly server: Server;
  /**
   * Loads what is slow to load (above all client-node) and connects; called after listen, so that the first request is
   * accepted meanwhile. Rejects where the function can't run: no cluster, a setting that can't be used.
   */
  readonly load: () => Promise<unknown>;
  /** Does by itself what an event would have it do, where none has started it; called after load. It never rejects. */
  readonly lookAround?: () => Promise<void>;
  /** Resolves when nothing is under way any more. */
  readonly settled: () => Promise<void>;
}
