import {execFile} from 'node:child_process';
import {delimiter, dirname, join} from 'node:path';
import {promisify} from 'node:util';
import type {ControlPlane} from '../control-plane/index.ts';
import {locateTool} from '../tools/index.ts';

const run = promisify(execFile);

/** Runs a command as its reader would type it; what it prints. Throws what it complains of. */
export type Shell = (command: string) => Promise<string>;

export interface ShellOptions {
  /** Where its commands run; where this process does unless given. */
  readonly directory?: string;
  /** Of one command, in milliseconds; two minutes unless given. */
  readonly deadline?: number;
}

/** A shell whose kubectl, helm, helm3 and kn are a cluster's administrator, in a namespace. */
export async function openShell(
  cluster: ControlPlane,
  namespace: string,
  {directory = process.cwd(), deadline = 120_000}: ShellOptions = {},
): Promise<Shell> {
  const kubeconfig = await cluster.writeKubeconfig(`${namespace}-administrator`, cluster.admin.access, namespace);
  // A home of its own: kubectl keeps what it has learned of a cluster there.
  const tools = (['kubectl', 'helm', 'helm3', 'kn'] as const).map(name => dirname(locateTool(name)));
  const path = [...tools, process.env.PATH].join(delimiter);
  const env = {PATH: path, HOME: join(cluster.directory, 'home'), KUBECONFIG: kubeconfig};
  return async command =>
    (await run('bash', ['-euc', command], {cwd: directory, env, timeout: deadline})).stdout.trim();
}
