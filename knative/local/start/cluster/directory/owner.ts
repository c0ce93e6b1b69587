import {readFile, readlink} from 'node:fs/promises';
import {hostname, platform} from 'node:os';
import {readContent} from '../../file/index.ts';

/** Whose a directory is: a process, told from all others that had or will have its number. */
export interface Owner {
  readonly pid: number;
  /** When it began, where the system tells: a number is given again to another process. */
  readonly began: string;
  /** The running system that counts these numbers: a container has its own, and so has each boot. */
  readonly system: string;
}

/** What this process knows of itself and others. */
export interface Self {
  readonly pid: number;
  /** The number of its user; undefined where the system has none. */
  readonly user: number | undefined;
  /** Whether there is a process of this number, whoever's it is. */
  readonly isRunning: (pid: number) => boolean;
}

/** Where an owner is written in its directory. */
export const ownerFile = 'owner.json';

/** This process. */
export async function describeOwner(pid: number): Promise<Owner> {
  return {pid, began: (await readBegin(pid)) ?? '', system: await describeSystem()};
}

/** The owner that is written in a directory; undefined where there is none that can be understood. */
export async function readOwner(path: string): Promise<Owner | undefined> {
  const content = await readContent(path);
  if (content.is !== 'text') return undefined;
  try {
    const {pid, began, system}: Partial<Record<keyof Owner, unknown>> = JSON.parse(content.text);
    if (!Number.isSafeInteger(pid) || typeof pid !== 'number' || pid <= 0) return undefined;
    return typeof began === 'string' && typeof system === 'string' ? {pid, began, system} : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an owner has gone for certain. Of a process in another container, or of another boot, nothing is certain. */
export async function isGone({pid, began, system}: Owner, isRunning: Self['isRunning']): Promise<boolean> {
  if (system === '' || system !== (await describeSystem())) return false;
  if (!isRunning(pid)) return true;
  const now = await readBegin(pid);
  return began !== '' && now !== undefined && now !== began;
}

/** In clock ticks after the boot, by Linux; undefined elsewhere, and for a process that is not there. */
async function readBegin(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // proc(5): field 22; the second one is a name in parentheses, which may hold anything.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

/** Empty where the system does not tell: then nothing is ever swept. */
async function describeSystem(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    // No containers there, and a number that is in use again is not taken for gone.
    return platform() === 'darwin' ? `darwin ${hostname()}` : '';
  }
}
