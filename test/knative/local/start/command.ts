import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {copyFile, mkdir, mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {compileCache} from '../../../support/compile-cache.ts';
import {signalGroup} from '../../../support/process-group.ts';

const start = dirname(fileURLToPath(import.meta.resolve('@image-puller/knative/local/start')));

/** What `npm start` runs. */
export const main = join(start, 'main.ts');
const sample = join(start, 'sample.yaml');
/** The repository as it is. */
export const repository = join(start, '../../..');

/** A machine may be busy with other tests: this is for things that take a second or two on an idle one. */
const soon = 40_000;

/** A directory of a test's own. */
export async function makeDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'start-test-'));
  t.teardown(() => rm(directory, {recursive: true, force: true}));
  return directory;
}

/** A copy of the sample ConfigMap in a directory of its own. */
export async function copyOfSample(t: ExecutionContext): Promise<string> {
  const path = join(await makeDirectory(t), 'list.yaml');
  await copyFile(sample, path);
  return path;
}

export interface Options {
  readonly command?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** The command as a process in a group of its own, with a directory for temporary files of its own. */
export interface Running {
  readonly child: ChildProcess;
  /** All output so far, both streams. */
  output(): string;
  errors(): string;
  /** Resolves with the first match in the output. */
  see(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit status, or the signal that ended it. */
  ended(): Promise<number | string>;
  /** Sent to all of the group, as a terminal does. */
  signal(name: NodeJS.Signals): void;
  /** What is left: members of the process group, and files for temporary use. */
  leftovers(): Promise<{readonly processes: boolean; readonly files: readonly string[]}>;
}

/** Runs `node main.ts ...args`, or the command given. */
export async function run(t: ExecutionContext, args: readonly string[], options: Options = {}): Promise<Running> {
  const temporary = join(await makeDirectory(t), 'tmp');
  await mkdir(temporary);
  const child = spawn(
    options.command ?? process.execPath,
    [...(options.command === undefined ? [main] : []), ...args],
    {
      cwd: options.cwd ?? temporary,
      env: {
        PATH: process.env.PATH,
        TMPDIR: temporary,
        HOME: temporary,
        ...compileCache,
        ...options.env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const {pid} = child;
  if (pid === undefined) throw new Error('the command did not start');
  const end = once(child, 'close').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? 'nothing');
  t.teardown(() => signalGroup(pid, 'SIGKILL'));
  let all = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    all += text;
    errors += text;
  });
  const running: Running = {
    child,
    output: () => all,
    errors: () => errors,
    see: pattern =>
      until(
        () => pattern.exec(all) ?? undefined,
        () => `${pattern} in the output:\n${all}`,
      ),
    async ended() {
      const late = AbortSignal.timeout(soon);
      const never = once(late, 'abort').then(() => {
        throw new Error(`it has not ended:\n${all}`);
      });
      return await Promise.race([end, never]);
    },
    signal: name => signalGroup(pid, name),
    leftovers: async () => ({processes: signalGroup(pid, 0), files: await readdir(temporary)}),
  };
  return running;
}

/** Looks again and again until there is a value; fails with the description once it is late. */
export async function until<T>(
  look: () => T | undefined | Promise<T | undefined>,
  describe: () => string,
  deadline: number = soon,
): Promise<T> {
  const late = performance.now() + deadline;
  for (;;) {
    const value = await look();
    if (value !== undefined) return value;
    if (performance.now() > late) throw new Error(`not within ${deadline} ms: ${describe()}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
