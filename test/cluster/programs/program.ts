import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import {mkdir, readFile} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import {dirname} from 'node:path';
import {until} from '../../support/until.ts';
import {limitMemory} from './limit-memory.ts';

/** A program of the cluster that runs as a process of its own. */
export interface Program {
  readonly name: string;
  readonly pid: number;
  /** The file that both of its outputs go to. */
  readonly log: string;
  /** How much memory it may hold, in bytes; undefined where nothing limits it. */
  readonly memoryLimit: number | undefined;
  isRunning(): boolean;
  /** The most memory that it has held so far, in bytes (VmHWM). */
  readPeakMemory(): Promise<number>;
  /** Ends it by SIGTERM, and by SIGKILL where it does not listen; resolves when it has ended. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): Promise<void>;
}

export interface ProgramOptions {
  readonly name: string;
  readonly binary: string;
  readonly arguments: readonly string[];
  /** The file for its outputs; appended to. */
  readonly log: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** Runs it as a container with that limit, in bytes, where root runs the tests; by default there is none. */
  readonly memoryLimit?: number;
}

/** How long a program may take to end after SIGTERM, in milliseconds. */
const stopDeadline = 10_000;

/**
 * When a Go program collects its garbage: by default when its heap has doubled, which takes a quarter of kube-apiserver's
 * time. Tests have memory to spare, and no time.
 */
const garbage = '400';

/**
 * How many threads of a Go program run at once: by default as many as the machine has cores. A dozen of them are there at a time,
 * and each looks for work on every core that it may have: on two cores that takes a tenth of what they do.
 */
const threads = String(Math.max(1, Math.floor(availableParallelism() / 2)));

/** Starts it with nothing of our environment but the PATH, and no way to ask anybody outside for a proxy. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  await mkdir(dirname(options.log), {recursive: true});
  const output = openSync(options.log, 'a');
  const {binary, memoryLimit} = options;
  const limited = memoryLimit === undefined ? [] : await limitMemory(memoryLimit);
  const [command = binary, ...words] = [...limited, binary, ...options.arguments];
  const child = spawn(command, words, {
    env: {PATH: process.env.PATH, HOME: '/nonexistent', GOGC: garbage, GOMAXPROCS: threads, ...options.env},
    stdio: ['ignore', output, output],
    ...(options.directory !== undefined && {cwd: options.directory}),
  });
  closeSync(output);
  const {pid} = await Promise.race([
    once(child, 'spawn').then(() => child),
    once(child, 'error').then(([error]): never => {
      throw error;
    }),
  ]);
  const ended = once(child, 'close');
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    name: options.name,
    pid: pid ?? 0,
    log: options.log,
    memoryLimit: limited.length === 0 ? undefined : memoryLimit,
    isRunning,
    async readPeakMemory() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
    },
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadline);
      await ended;
      clearTimeout(timer);
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What a program has written so far, in whole lines. */
export const readLog = async ({log}: Pick<Program, 'log'>): Promise<readonly string[]> =>
  (await readFile(log, 'utf8').catch(() => '')).split('\n').slice(0, -1);

/** The last lines of a program's log, for a message about it. */
const readLogEnd = async (program: Program): Promise<string> => (await readLog(program)).slice(-15).join('\n');

/** Waits until a program does what it is there for; throws at once where it ends instead, with its last words. */
export async function untilUp(program: Program, isUp: () => Promise<boolean>, deadline = 60_000): Promise<void> {
  await until(
    async () => {
      if (!program.isRunning()) throw new Error(`${program.name} ended:\n${await readLogEnd(program)}`);
      return await isUp().catch(() => false);
    },
    async () => `${program.name} is not up; its last words:\n${await readLogEnd(program)}`,
    deadline,
  );
}
