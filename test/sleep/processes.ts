import {type ChildProcess, type SpawnOptions, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';
import {readState} from '@image-puller/sleep';
import type {ExecutionContext} from 'ava';
import type {Program} from './programs.ts';

/** How long anything here may take that should take no time. Only a test that fails waits for it. */
const DEADLINE = 20_000;

export type Ending = {readonly status: number | null; readonly signal: string | null; readonly stderr: string};

export type Running = {
  readonly pid: number;
  /** How it ends, which has to be soon where this is called. */
  readonly end: () => Promise<Ending>;
};

/** Runs a program to its end, and kills it if that does not come. */
export async function run(program: Program, args: readonly string[], options: SpawnOptions = {}): Promise<Ending> {
  return waitForEnd(spawnProgram(program, args, {...options, timeout: DEADLINE, killSignal: 'SIGKILL'}));
}

/** Runs a program with this standard input, and returns what it wrote to standard error. */
export async function feed(program: Program, input: string | Buffer): Promise<string> {
  const child = spawnProgram(program, [], {timeout: DEADLINE, killSignal: 'SIGKILL'});
  child.stdin?.end(input);
  const {status, signal, stderr} = await waitForEnd(child);
  if (status !== 0) throw new Error(`${program.path}: ${status ?? signal}: ${stderr}`);
  return stderr;
}

/** Starts a program. It is killed when the test ends. */
export async function start(t: ExecutionContext, program: Program, args: readonly string[]): Promise<Running> {
  const child = spawnProgram(program, args, {});
  const ending = waitForEnd(child);
  t.teardown(async () => {
    child.kill('SIGKILL');
    await ending;
  });
  await once(child, 'spawn');
  const {pid} = child;
  if (pid === undefined) throw new Error(`${program.path} has no process id`);
  return {pid, end: () => Promise.race([ending, rejectLater(pid)])};
}

/** Starts a holder and waits until it sleeps. */
export async function startSleeping(t: ExecutionContext, program: Program, args: readonly string[]): Promise<Running> {
  const holder = await start(t, program, args);
  await waitUntilAsleep(holder.pid);
  return holder;
}

/** The number of the system call in which a holder sleeps, rt_sigtimedwait, on a machine of this kind. */
const SLEEPING_IN: Readonly<Record<string, string>> = {x64: '128', arm64: '137', ppc64: '176', s390x: '177'};

/** Waits until the process waits for the end of its time, or for the signals that end it. */
export async function waitUntilAsleep(pid: number): Promise<void> {
  const expected = SLEEPING_IN[process.arch];
  await waitFor(
    `process ${pid} to be in system call ${expected}`,
    () => readFile(`/proc/${pid}/syscall`, 'utf8'),
    call => call.split(' ')[0] === expected,
  );
}

/** Reads again and again until what is read will do. When that takes too long it throws with what was read last. */
export async function waitFor<T>(what: string, read: () => Promise<T>, willDo: (last: T) => boolean): Promise<T> {
  const end = performance.now() + DEADLINE;
  for (;;) {
    const last = await read();
    if (willDo(last)) return last;
    if (performance.now() > end) throw new Error(`waited ${DEADLINE} ms for ${what}; it is ${String(last)}`);
    await pause(2);
  }
}

async function rejectLater(pid: number): Promise<never> {
  await pause(DEADLINE, undefined, {ref: false});
  throw new Error(`process ${pid} has not ended in ${DEADLINE} ms; its state is ${await readState(pid)}`);
}

function spawnProgram({path, startedBy}: Program, args: readonly string[], options: SpawnOptions): ChildProcess {
  const [command = path, ...rest] = [...startedBy, path, ...args];
  return spawn(command, rest, {stdio: ['pipe', 'ignore', 'pipe'], ...options});
}

async function waitForEnd(child: ChildProcess): Promise<Ending> {
  const chunks: Buffer[] = [];
  child.stderr?.on('data', chunk => chunks.push(chunk));
  const [status, signal] = await once(child, 'close');
  return {status, signal, stderr: Buffer.concat(chunks).toString()};
}
