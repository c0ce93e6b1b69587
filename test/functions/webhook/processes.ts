import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {compileCache} from '../../support/compile-cache.ts';
import {eventually} from './deadline.ts';

/** The entry as it is in the repository, and as `npm run build -w functions` bundles it. */
export const sourceEntry: string = fileURLToPath(new URL('../../../functions/server.ts', import.meta.url));
export const bundledEntry: string = fileURLToPath(new URL('../../../functions/dist/server.js', import.meta.url));

/** How a process ended. */
interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process of its own, as a container runs it. */
export interface Running {
  readonly pid: number;
  /** The port that its first log line names. */
  port(): Promise<number>;
  /** The JSON lines of its log so far. */
  log(): readonly Record<string, unknown>[];
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** Starts a program of Node's with an environment and nothing else of ours but the compile cache; it does not outlive the test. */
export function startProcess(t: ExecutionContext, entry: string, env: Readonly<Record<string, string>>): Running {
  const child = spawn(process.execPath, [entry], {
    env: {PATH: process.env.PATH, HOME: '/nonexistent', HOST: '127.0.0.1', PORT: '0', ...compileCache, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([status]) => ({status, stdout, stderr}));
  t.teardown(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const log = () =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line): Record<string, unknown> => JSON.parse(line));
  return {
    pid: child.pid ?? 0,
    async port() {
      const port = await eventually(
        () => log()[0]?.port,
        () => `no port in ${stdout}${stderr}`,
      );
      return Number(port);
    },
    log,
    kill: signal => void child.kill(signal),
    ended,
  };
}
