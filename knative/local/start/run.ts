import {join} from 'node:path';
import {release} from '@image-puller/shared/release';
import {parseArguments} from './arguments.ts';
import {listenForEnd} from './end.ts';
import {clean} from './terminal/index.ts';
import {usage} from './usage.ts';

/** What is needed of Node's process. */
export type NodeProcess = Pick<
  NodeJS.Process,
  'argv' | 'env' | 'cwd' | 'stdout' | 'stderr' | 'on' | 'exit' | 'kill' | 'pid' | 'ppid'
> &
  Partial<Pick<NodeJS.Process, 'getuid'>>;

/** Of this file, the root of the repository. */
const root = join(import.meta.dirname, '../../..');

/** Milliseconds that what is left has to end by itself, after everything was let go. */
const grace = 5_000;

/**
 * Runs the command. Resolves with the exit status: 0 after an end that was asked for, 1 where it can't run or had to be
 * cut off, 2 for a command line that says nothing.
 */
export async function run(node: NodeProcess): Promise<number> {
  const {stdout, stderr} = node;
  const now = () => performance.now();
  const end = listenForEnd(node, now);
  // A reader that went away (`npm start | head`) wants no more, and no one can be told.
  for (const stream of [stdout, stderr]) stream.on('error', end.ask);

  const command = parseArguments(node.argv.slice(2), findDirectory(node));
  if ('problem' in command) {
    stderr.write(`${clean(command.problem)}\n`);
    return 2;
  }
  if (command.do !== 'start') {
    stdout.write(command.do === 'help' ? usage : `${release.version}\n`);
    return 0;
  }
  // Slow to load: a mistyped option is told before, and Ctrl-C heard.
  const {start} = await import('./start.ts');
  const result = await start(command, {
    output: stdout,
    terminalKind: node.env.TERM,
    root,
    now,
    end,
    self: {pid: node.pid, user: node.getuid?.(), isRunning: pid => isRunning(node, pid)},
    onExit: cleanUp => node.on('exit', cleanUp),
  });
  if (typeof result === 'object') {
    for (const line of result.problem.split('\n')) stderr.write(`${clean(line)}\n`);
    return 1;
  }
  if (result === 'ended') return 0;
  stderr.write('Something was still under way and was cut off\n');
  return 1;
}

/** npm changes to the package's directory before it runs a script, and says where the user was. */
const findDirectory = ({env, cwd}: NodeProcess): string =>
  env.npm_lifecycle_event === 'start' && env.INIT_CWD ? env.INIT_CWD : cwd();

/** Ends the process with a status: by itself, or, should something be left that keeps it alive, soon. */
export function exitWith(
  node: Pick<NodeJS.Process, 'exit'> & {exitCode?: NodeJS.Process['exitCode']},
  status: number,
): void {
  node.exitCode = status;
  setTimeout(() => node.exit(status), grace).unref();
}

function isRunning(node: NodeProcess, pid: number): boolean {
  try {
    return node.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
