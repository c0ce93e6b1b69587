import {toOneLine} from '@image-puller/shared/text';
import {createDrain} from './drain.ts';
import {parseEnvironment, type Target} from './environment.ts';
import {listen} from './listen.ts';
import {createLog} from './log.ts';
import type {Process, Served} from './served.ts';
import {createStandaloneFunction} from './standalone-function.ts';
import {createStatusFunction} from './status-function.ts';
import {createStepFunction} from './step-function.ts';

/** What `main` needs of Node's process. */
export type NodeProcess = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr' | 'on' | 'exit'>;

/**
 * How long a process that was told to end may finish what is under way, in milliseconds. Standalone: the deadline of an
 * invocation; its pod has 75 s. On Knative the pod has `timeoutSeconds`, of which Knative's own container takes 30 s before we
 * are told. If we cut off an event that we are sending, Knative ends the function that works on it.
 */
const readDrainDeadline = (target: Target): number => (target === 'standalone' ? 60_000 : 110_000);

/** Exit statuses beyond 0: the shell's and Kubernetes' for an end by a signal, and our two. */
const exitStatus = {cannotRun: 1, badEnvironment: 2, SIGINT: 130, SIGTERM: 143} as const;

/**
 * Runs the function that `FUNCTION_TARGET` names until SIGTERM or SIGINT: then it accepts no more, lets what runs
 * finish, and exits 0; a second signal exits at once.
 */
export async function main(node: NodeProcess, now: () => Date): Promise<void> {
  const environment = parseEnvironment(node.env);
  if ('problem' in environment) {
    node.stderr.write(`${environment.problem}\n`);
    node.exit(exitStatus.badEnvironment);
  }
  const {target} = environment;
  const log = createLog(line => node.stdout.write(line), now);
  const say = (severity: 'INFO' | 'WARNING' | 'ERROR', message: string) => log({severity, function: target, message});
  const served = createFunction(target, {env: node.env, log, now});
  const drain = createDrain(served.server);

  const drainDeadline = readDrainDeadline(target);
  let draining = false;
  const end = async (status: number) => {
    draining = true;
    const result = await drain(served.settled, drainDeadline);
    if (result === 'cut off') say('WARNING', `still at work ${drainDeadline / 1000} s after the signal: cut off`);
    node.exit(status);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    node.on(signal, () => {
      if (draining) node.exit(exitStatus[signal]);
      void end(0);
      say('INFO', `${signal}: finishing what is under way`);
    });
  }

  const listening = await listen(served.server, environment);
  if ('problem' in listening) {
    node.stderr.write(`${listening.problem}\n`);
    node.exit(exitStatus.cannotRun);
  }
  log({severity: 'INFO', function: target, message: 'listening', port: listening.port});
  try {
    await served.load();
    await served.lookAround?.();
  } catch (error) {
    say('ERROR', toOneLine(`can't start: ${error instanceof Error ? error.message : String(error)}`));
    await end(exitStatus.cannotRun);
  }
}

function createFunction(target: Target, process: Process): Served {
  if (target === 'status') return createStatusFunction(process);
  if (target === 'standalone') return createStandaloneFunction(process);
  return createStepFunction(target, process);
}
