import {existsSync} from 'node:fs';
import {readdir, rmdir} from 'node:fs/promises';
import {join} from 'node:path';
import {until} from '../../support/until.ts';

const mountPoint = '/sys/fs/cgroup';

/** How long the kernel may take to end what runs in cgroups of a run that was killed, in milliseconds. */
const deadline = 10_000;

/** The cgroups right below the root; with version 1 each controller has a tree of its own. */
export async function listCgroups(): Promise<readonly {readonly name: string; readonly directory: string}[]> {
  const trees = await Promise.all((await listTrees()).map(async tree => ({tree, names: await listDirectories(tree)})));
  return trees.flatMap(({tree, names}) => names.map(name => ({name, directory: join(tree, name)})));
}

/** Removes a cgroup from every tree, with all below it, once nothing runs in them. */
export async function removeCgroups(name: string): Promise<void> {
  const directories = (await listTrees()).map(tree => join(tree, name));
  const remove = async () => {
    const removed = await Promise.all(directories.map(removeTree));
    return !removed.includes(false);
  };
  await until(remove, () => directories.filter(existsSync), deadline);
}

async function listTrees(): Promise<readonly string[]> {
  if (existsSync(join(mountPoint, 'cgroup.controllers'))) return [mountPoint];
  return (await listDirectories(mountPoint)).map(tree => join(mountPoint, tree));
}

/** A cgroup is removed from the leaves up. Has it gone? */
async function removeTree(directory: string): Promise<boolean> {
  for (const name of await listDirectories(directory)) await removeTree(join(directory, name));
  try {
    await rmdir(directory);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return true;
    if (code === 'EBUSY') return false;
    throw error;
  }
}

/** The names of the directories in one; none where it has gone. */
async function listDirectories(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, {withFileTypes: true}).catch(() => []);
  return entries.flatMap(entry => (entry.isDirectory() ? entry.name : []));
}
