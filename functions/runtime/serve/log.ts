import type {InvocationEntry, Severity} from '../delivery/index.ts';

/** What a process says of itself, outside of any invocation. */
interface ProcessEntry {
  readonly severity: Severity;
  readonly function: string;
  readonly message: string;
  /** Where it listens, when that is what it says. */
  readonly port?: number;
}

/** One JSON line each. */
export type LogEntry = InvocationEntry | ProcessEntry;

/** Writes entries as JSON, one a line, each with the time at which it was written. */
export const createLog =
  (write: (line: string) => void, now: () => Date) =>
  (entry: LogEntry): void =>
    write(`${JSON.stringify({time: now().toISOString(), ...entry})}\n`);
