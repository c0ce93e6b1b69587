import {join} from 'node:path';
import {compileCache} from '../../support/compile-cache.ts';
import {until} from '../../support/until.ts';
import {type Program, readLog, startProgram} from '../programs/index.ts';

/** One function in a process of its own, as its container would run it. */
export interface RunningFunction {
  readonly program: Program;
  /** Where it listens. */
  readonly url: string;
  /** The JSON lines of its log so far. */
  readLog(): Promise<readonly LogEntry[]>;
}

/** A line of a function's log. */
export interface LogEntry {
  readonly severity: string;
  readonly message?: string;
  readonly reason?: string;
  readonly decision?: string;
  readonly result?: string;
  readonly outcome?: string;
  readonly port?: number;
}

const clockAhead = join(import.meta.dirname, 'clock-ahead.mjs');
const entry = join(import.meta.dirname, '..', '..', '..', 'functions', 'dist', 'server.js');

/**
 * Starts the bundle with that environment and nothing else but the compile cache; resolves when it listens.
 *
 * @param hoursAhead by how much its clock is ahead of everyone else's
 * @param memoryLimit its container's, in bytes
 */
export async function startFunction(
  name: string,
  directory: string,
  env: Readonly<Record<string, string>>,
  hoursAhead = 0,
  memoryLimit?: number,
): Promise<RunningFunction> {
  const log = join(directory, 'log', `${name}.log`);
  const readEntries = async () =>
    (await readLog({log})).flatMap((line): LogEntry[] => (line.startsWith('{') ? [JSON.parse(line)] : []));
  // What an earlier one of that name has written.
  const before = (await readEntries()).length;
  const program = await startProgram({
    name,
    binary: process.execPath,
    arguments: [...(hoursAhead === 0 ? [] : ['--import', clockAhead]), entry],
    log,
    env: {HOST: '127.0.0.1', PORT: '0', CLOCK_AHEAD: String(hoursAhead), ...compileCache, ...env},
    ...(memoryLimit !== undefined && {memoryLimit}),
  });
  let port: number | undefined;
  await until(
    async () => {
      port = (await readEntries()).slice(before).find(({message}) => message === 'listening')?.port;
      return port !== undefined;
    },
    async () => (await readLog(program)).join('\n'),
  );
  return {program, url: `http://127.0.0.1:${port}/`, readLog: readEntries};
}
