import {spawn} from 'node:child_process';
import {once} from 'node:events';
import type {ExecutionContext} from 'ava';
import {signalGroup} from '../support/process-group.ts';
import {until} from '../support/until.ts';

/** How long an install with a start after it may take, in milliseconds: on a busy machine, with a slow registry. */
const patience = 360_000;

export interface Command {
  /** All that it wrote so far. */
  output(): string;
  /** Waits until that is in the output; throws where the command ends before. */
  see(pattern: RegExp): Promise<void>;
  /** Sends a signal to npm, and to nobody else. */
  signal(name: NodeJS.Signals): void;
  /** Waits until it and all that it started has ended, and returns its status or signal. */
  ended(): Promise<number | string>;
}

/** Runs npm as it is first on PATH of the environment, in a process group of its own. */
export function runNpm(
  t: ExecutionContext,
  words: readonly string[],
  {cwd, env}: {readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>>},
): Command {
  const child = spawn('npm', words, {cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true});
  const {pid} = child;
  if (pid === undefined) throw new Error('npm did not start');
  t.teardown(() => signalGroup(pid, 'SIGKILL'));
  let all = '';
  let end: number | string | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      all += text;
    });
  }
  const exit = once(child, 'exit').then(([status, signal]: (number | string | null)[]) => {
    end = status ?? signal ?? 'nothing';
  });
  const state = () => `npm ${words.join(' ')} (ended: ${end ?? 'no'})\n${all}`;
  return {
    output: () => all,
    async see(pattern) {
      await until(() => pattern.test(all) || end !== undefined, state, patience);
      if (!pattern.test(all)) throw new Error(`it ended without ${pattern}: ${state()}`);
    },
    signal: name => child.kill(name),
    async ended() {
      await until(() => end !== undefined, state, patience);
      await exit;
      await until(() => !signalGroup(pid, 0), state);
      return end ?? 'nothing';
    },
  };
}
