import {spawn} from 'node:child_process';
import {text} from 'node:stream/consumers';

/** How a command ended, and what it wrote. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly input?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A command that starts it. */
  readonly by?: readonly string[];
}

/** Runs a script by this Node to its end. It is killed after a minute. */
export async function runNode(
  args: readonly string[],
  {cwd, input = '', env = {}, by = []}: RunOptions,
): Promise<Ended> {
  const [program = '', ...words] = [...by, process.execPath, ...args];
  const child = spawn(program, words, {
    cwd,
    env: {...process.env, ...env},
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  child.stdin.end(input);
  const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return {status, stdout, stderr};
}
