import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';

/** Memory of a process. All sizes are in KiB. */
export type Memory = {
  /** What is in memory of it, shared pages included. */
  readonly resident: number;
  /** What of that no other process shares. */
  readonly private: number;
  /** The unit in which this machine hands out memory. */
  readonly pageSize: number;
};

/** Reads the memory of a process from Linux' /proc. */
export async function readMemory(pid: number): Promise<Memory> {
  const whole = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const mappings = await readFile(`/proc/${pid}/smaps`, 'utf8');
  return {
    resident: parseSize(whole, 'Rss'),
    private: parseSize(whole, 'Private_Clean') + parseSize(whole, 'Private_Dirty'),
    pageSize: parseSize(mappings, 'KernelPageSize'),
  };
}

/** Starts a holder of this machine's own architecture, reads its memory while it sleeps, and ends it. */
export async function measureHolder(path: string): Promise<Memory> {
  const holder = spawn(path, ['infinity'], {stdio: 'ignore'});
  await once(holder, 'spawn');
  const pid = holder.pid ?? 0;
  const ended = once(holder, 'close');
  try {
    while (holder.exitCode === null && (await readState(pid)) !== 'S') await pause(1);
    return await readMemory(pid);
  } finally {
    holder.kill();
    await ended;
  }
}

/** The state of a process as ps shows it: `S` when it sleeps, `R` when it runs, `T` when it is stopped. */
export async function readState(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return /\) (\S)/.exec(stat)?.[1];
}

function parseSize(text: string, name: string): number {
  const size = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
  if (size === undefined) throw new Error(`no size named ${name} in: ${text}`);
  return Number(size);
}
