import {spawnSync} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';
import {until} from '../../support/until.ts';
import {type Cgroups, listAllProcesses, readText} from './cgroups.ts';
import {patience} from './patience.ts';

/** Ends everything that runs in a node's containers, and the shims that watch over it. */
export async function endContainers({trees}: Cgroups, containerdSocket: string): Promise<void> {
  const kill = async () => {
    const left = new Set([...trees.flatMap(listAllProcesses), ...(await listShims(containerdSocket))]);
    for (const pid of left) endProcess(pid);
    return left.size === 0;
  };
  const tellLeft = () => trees.flatMap(listAllProcesses).map(pid => readText(`/proc/${pid}/cmdline`));
  await until(kill, tellLeft, patience);
}

/** Shims are no children of containerd's, which they outlive; it is told to each by name. */
async function listShims(socket: string): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  return pids.filter(pid => readText(`/proc/${pid}/cmdline`).includes(`\0-address\0${socket}\0`)).map(Number);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Takes away everything that is mounted in a directory, innermost first. */
export async function unmountAll(directory: string): Promise<void> {
  const mounted = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .flatMap(line => line.split(' ')[4] ?? [])
    .filter(place => place.startsWith(`${directory}/`));
  for (const place of mounted.toReversed()) {
    const {status, stderr} = spawnSync('umount', [place], {encoding: 'utf8'});
    if (status !== 0) throw new Error(stderr);
  }
}
