import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {ExecutionContext} from 'ava';
import type {Need} from '../../../../support/needs.ts';

const run = promisify(execFile);

/** Runs the kubectl of this machine and returns what it printed on stdout; rejects with what it printed on stderr. */
export type Kubectl = (...args: readonly string[]) => Promise<string>;

/** Whether there is a kubectl, and which. */
export async function findKubectl(): Promise<Need<string>> {
  try {
    await run('kubectl', ['version', '--client'], {timeout: 20_000});
    return {found: 'kubectl'};
  } catch (error) {
    return {missing: `there is no kubectl in PATH (${error instanceof Error ? error.message : error})`};
  }
}

/** A kubectl for one cluster, with a home of its own: nothing is cached between tests, and nothing of the user is read. */
export async function createKubectl(t: ExecutionContext, kubeconfig: string, editor = 'false'): Promise<Kubectl> {
  const home = await mkdtemp(join(tmpdir(), 'kubectl-test-'));
  t.teardown(() => rm(home, {recursive: true, force: true}));
  const env = {PATH: process.env.PATH, HOME: home, KUBECONFIG: kubeconfig, KUBE_EDITOR: editor};
  return async (...args) => (await run('kubectl', args, {env, timeout: 20_000})).stdout;
}

/** Writes an object to a file for `-f`, and returns its path. */
export async function writeManifest(t: ExecutionContext, object: object): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'kubectl-test-'));
  t.teardown(() => rm(directory, {recursive: true, force: true}));
  const path = join(directory, 'object.json');
  await writeFile(path, JSON.stringify(object));
  return path;
}
