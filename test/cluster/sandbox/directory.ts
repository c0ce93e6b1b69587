import {existsSync} from 'node:fs';
import {mkdtemp, readdir, readFile, rm, rmdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const prefix = 'image-puller-cluster-';

/** A directory for everything that one run leaves on the disk, named for the process that will take it away again. */
export const makeDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));

/** Takes away a run's directory, and the cgroups that its nodes made (see `nameCgroup`). */
export async function removeDirectory(directory: string): Promise<void> {
  await removeCgroups(nameCgroup(directory));
  await rm(directory, {recursive: true, force: true});
}

/** The cgroup below which a run's nodes make theirs: the directory's own name. */
export const nameCgroup = (directory: string): string => directory.slice(directory.lastIndexOf(prefix));

/** Takes away what runs left that were killed before they could. */
export async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !(await isRunner(pid))) await removeDirectory(join(tmpdir(), name));
  }
}

/** Is the process with that number still the one that made the directory, as far as one can tell? */
async function isRunner(pid: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('node');
}

const cgroups = '/sys/fs/cgroup';

/** A cgroup is removed from the leaves up, once nothing runs in it. With version 1 each controller has its own tree. */
async function removeCgroups(name: string): Promise<void> {
  const controllers = existsSync(join(cgroups, 'cgroup.controllers'))
    ? ['']
    : await readdir(cgroups).catch((): string[] => []);
  for (const controller of controllers) await removeTree(join(cgroups, controller, name));
}

async function removeTree(directory: string): Promise<void> {
  const entries = await readdir(directory, {withFileTypes: true}).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(directory, entry.name));
  await rmdir(directory).catch(() => undefined);
}
