import {execFile} from 'node:child_process';
import {join} from 'node:path';
import {locateTool} from '../tools/index.ts';

/** The chart, as it is installed. */
export const chart: string = join(import.meta.dirname, '..', '..', '..', 'knative', 'helm');

/** What a command came to. */
export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where helm keeps what it likes to keep, and whom it asks. */
export interface HelmHome {
  /** A directory of its own. */
  readonly directory: string;
  /** The cluster; nobody by default. */
  readonly kubeconfig?: string;
}

/** Runs helm, for five minutes at most. */
export const runHelm = ({directory, kubeconfig = '/dev/null'}: HelmHome, ...args: readonly string[]): Promise<Ended> =>
  new Promise(resolve => {
    const env = {PATH: process.env.PATH, HOME: join(directory, 'helm'), KUBECONFIG: kubeconfig};
    execFile(locateTool('helm'), args, {env, timeout: 300_000, maxBuffer: 2 ** 24}, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({status, stdout, stderr});
    });
  });
