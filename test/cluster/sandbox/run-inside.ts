import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

/** Who one is in a sandbox: `root` can run a real node; `user`, in a user namespace, the control plane alone. */
export type SandboxKind = 'root' | 'user';

/** What tells the tests where they are. */
export const sandboxVariables = {kind: 'IMAGE_PULLER_SANDBOX', directory: 'IMAGE_PULLER_SANDBOX_DIRECTORY'} as const;

const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--propagation', 'private'];

/** What can be had on this machine, or why nothing. */
export function assessSandbox(): {readonly kind: SandboxKind} | {readonly missing: string} {
  if (process.platform !== 'linux') return {missing: `a network namespace, which ${process.platform} has not`};
  const kind: SandboxKind = process.getuid?.() === 0 ? 'root' : 'user';
  const {status, error} = spawnSync('unshare', [...unshareArguments(kind), 'ip', 'link'], {stdio: 'ignore'});
  if (status === 0) return {kind};
  if (error !== undefined) return {missing: 'unshare, of util-linux'};
  return {
    missing:
      kind === 'root'
        ? 'leave to make network namespaces (CAP_SYS_ADMIN), or ip, of iproute2'
        : 'leave to make user namespaces (be root, or sysctl kernel.unprivileged_userns_clone=1), or ip, of iproute2',
  };
}

const unshareArguments = (kind: SandboxKind): readonly string[] => [
  ...(kind === 'user' ? ['--user', '--map-root-user'] : []),
  ...namespaces,
];

/**
 * Runs a command in a network of its own that has no way out, and in which everything ends when the command does, or
 * when this process dies. A signal to this process ends it too. When it has an answer, nothing runs in there any more.
 *
 * @returns its exit status
 */
export async function runInside(kind: SandboxKind, directory: string, command: readonly string[]): Promise<number> {
  const enter = join(import.meta.dirname, 'enter.sh');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...unshareArguments(kind), enter, ...command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {...process.env, [sandboxVariables.kind]: kind, [sandboxVariables.directory]: directory},
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => endInside(child));
  const [status] = await once(child, 'close');
  return typeof status === 'number' ? status : 1;
}

/**
 * Kills the first process inside and not `unshare`, its parent: that waits for it, and the kernel lets it end only when
 * all others inside have.
 */
function endInside(unshare: ChildProcess): void {
  if (unshare.exitCode !== null || unshare.signalCode !== null) return;
  try {
    const children = readFileSync(`/proc/${unshare.pid}/task/${unshare.pid}/children`, 'utf8');
    process.kill(Number.parseInt(children, 10), 'SIGKILL');
  } catch {
    // It has no child yet, or any more, or the kernel does not list them.
    unshare.kill('SIGKILL');
  }
}
