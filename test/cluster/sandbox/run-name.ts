import {readdir, readFile, readlink} from 'node:fs/promises';
import {sandboxVariables} from './run-inside.ts';

/** What the name of every run's directory and cgroup begins with. */
export const prefix = 'image-puller-cluster-';

/** Who made a run: a process, by its number in a namespace, by its inode. */
interface Run {
  readonly pid: string;
  readonly namespace: string;
}

/** The name of a run of this process, to which six letters are added. */
export const nameRun = async (): Promise<string> => `${prefix}${process.pid}-${await readNamespace('self')}-`;

/** Whose run it is; undefined where the name is no run's. */
export function parseRun(name: string): Run | undefined {
  const {pid, namespace} = new RegExp(`^${prefix}(?<pid>\\d+)-(?<namespace>\\d+)-\\w{6}$`).exec(name)?.groups ?? {};
  return pid === undefined || namespace === undefined ? undefined : {pid, namespace};
}

/**
 * Is the process still there that made the run, as far as one can tell?
 *
 * All on a machine see the same cgroups, but from inside a sandbox one does not see the processes outside: whatever is
 * not of one's own namespace is taken for alive there. From outside one sees all.
 */
export async function isAlive({pid, namespace}: Run): Promise<boolean> {
  if (namespace === (await readNamespace('self'))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return command.includes('node');
  }
  if (process.env[sandboxVariables.directory] !== undefined) return true;
  const others = await Promise.all((await readdir('/proc')).filter(name => /^\d+$/.test(name)).map(readNamespace));
  return others.includes(namespace);
}

/** The inode of a process's own process namespace; empty where it has ended, or is another user's. */
const readNamespace = async (pid: string): Promise<string> =>
  /\d+/.exec(await readlink(`/proc/${pid}/ns/pid`).catch(() => ''))?.[0] ?? '';
