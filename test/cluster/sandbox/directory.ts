import {lstat, mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {listCgroups, removeCgroups} from './cgroups.ts';
import {isAlive, nameRun, parseRun, prefix} from './run-name.ts';

/** A directory for everything that one run leaves on the disk, named for the process that will take it away again. */
export const makeDirectory = async (): Promise<string> => mkdtemp(join(tmpdir(), await nameRun()));

/**
 * Takes away a run's directory, and the cgroups that its nodes made (see `nameCgroup`), once nothing runs in them any
 * more. Throws, and leaves the directory, where that takes longer than 10 seconds.
 */
export async function removeDirectory(directory: string): Promise<void> {
  await removeCgroups(nameCgroup(directory));
  await rm(directory, {recursive: true, force: true});
}

/** The cgroup below which a run's nodes make theirs: the directory's own name. */
export const nameCgroup = (directory: string): string => directory.slice(directory.lastIndexOf(prefix));

/**
 * Takes away what runs of this user left that were killed before they could: directories, and cgroups whose directory
 * has gone.
 *
 * @param tell is told what could not be taken away, and why
 */
export async function sweep(tell: (line: string) => void): Promise<void> {
  for (const name of await readdir(tmpdir())) await sweepOne(name, join(tmpdir(), name), removeDirectory, tell);
  for (const cgroup of await listCgroups()) await sweepOne(cgroup.name, cgroup.directory, nameAndRemoveCgroups, tell);
}

const nameAndRemoveCgroups = (directory: string): Promise<void> => removeCgroups(nameCgroup(directory));

async function sweepOne(
  name: string,
  directory: string,
  remove: (directory: string) => Promise<void>,
  tell: (line: string) => void,
): Promise<void> {
  const run = parseRun(name);
  try {
    if (run === undefined || (await isAlive(run)) || !(await isOurs(directory))) return;
    await remove(directory);
  } catch (error) {
    tell(`${directory}, of a run that was killed, stays: ${error}`);
  }
}

/** Is it this user's? What has gone is nobody's. */
async function isOurs(directory: string): Promise<boolean> {
  const stats = await lstat(directory).catch(() => undefined);
  return stats !== undefined && stats.uid === process.getuid?.();
}
