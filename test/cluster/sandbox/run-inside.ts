import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
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
 * when this process dies.
 *
 * @returns its exit status
 */
export async function runInside(kind: SandboxKind, directory: string, command: readonly string[]): Promise<number> {
  const enter = join(import.meta.dirname, 'enter.sh');
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'unshare', ...unshareArguments(kind), enter, ...command], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {...process.env, [sandboxVariables.kind]: kind, [sandboxVariables.directory]: directory},
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill('SIGKILL'));
  const [status] = await once(child, 'close');
  return typeof status === 'number' ? status : 1;
}
