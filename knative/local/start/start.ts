import type {StartCommand} from './arguments.ts';
import {type Host, StartProblem} from './host.ts';
import {openCluster} from './open-cluster.ts';
import {createScreen} from './screen.ts';
import {work} from './work.ts';

/** Milliseconds after which a slow end is explained. */
const explainAfter = 1_000;
/** Milliseconds that an orderly end may take: a request has 10 s. */
const patience = 15_000;

/**
 * Runs until the end is asked for. Resolves when everything is let go, or with a problem, in one or several lines, where
 * it can't start.
 */
export async function start(
  command: StartCommand,
  host: Host,
): Promise<'ended' | 'cut off' | {readonly problem: string}> {
  const screen = createScreen(host);
  const {signal} = host.end;
  const cutOff = Promise.withResolvers<'cut off'>();
  const timers: NodeJS.Timeout[] = [];
  signal.addEventListener('abort', () => {
    const explain = () =>
      screen.say({tone: 'quiet', text: 'Waiting for what is under way to end; Ctrl-C again exits at once'});
    timers.push(
      setTimeout(explain, explainAfter),
      setTimeout(() => cutOff.resolve('cut off'), patience),
    );
  });

  const run = async (): Promise<'ended'> => {
    const opened = await openCluster(command, host, screen.say);
    await work(opened, command.port, host, screen);
    screen.say({tone: 'plain', text: opened.farewell});
    return 'ended';
  };
  try {
    return await Promise.race([run(), cutOff.promise]);
  } catch (error) {
    if (signal.aborted) return 'ended';
    if (error instanceof StartProblem) return {problem: error.message};
    throw error;
  } finally {
    screen.end();
    for (const timer of timers) clearTimeout(timer);
  }
}
