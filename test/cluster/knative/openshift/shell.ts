import {execFile} from 'node:child_process';
import {delimiter, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import type {ControlPlane} from '../../control-plane/index.ts';
import {locateTool} from '../../tools/index.ts';

/** Runs commands as their reader would type them, in the repository; what they print. Throws what they complain of. */
export type Shell = (commands: string) => Promise<string>;

const repository = join(import.meta.dirname, '..', '..', '..', '..');

/** A project is a namespace, of which the shell has one whatever it is called; the rest of what is used here is kubectl's. */
const oc = `oc() {
  case "$1" in
    new-project) kubectl create namespace "$PROJECT" ;;
    project) ;;
    process) shift; "$NODE" "$OC_PROCESS" "$@" ;;
    *) kubectl "$@" ;;
  esac
}
`;

/** A shell whose `oc` is a cluster's administrator, in a project. */
export async function openShell(cluster: ControlPlane, project: string): Promise<Shell> {
  const env = {
    PATH: [dirname(locateTool('kubectl')), process.env.PATH].join(delimiter),
    // A home of its own: kubectl keeps what it has learned of a cluster there.
    HOME: join(cluster.directory, 'home'),
    KUBECONFIG: await cluster.writeKubeconfig(`${project}-administrator`, cluster.admin.access, project),
    PROJECT: project,
    NODE: process.execPath,
    OC_PROCESS: fileURLToPath(import.meta.resolve('./oc-process.ts')),
  };
  const options = {env, cwd: repository, timeout: 120_000};
  return async commands =>
    (await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', oc + commands], options)).stdout.trim();
}
