import {lstat, readdir, rmdir, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import {directoryPrefix} from './make-own-directory.ts';
import {isGone, ownerFile, readOwner, type Self} from './owner.ts';

/** All that we ever put into one; the owner goes last. */
const ownFiles = ['kubeconfig', ownerFile] as const;

/**
 * Removes the directories of processes that were killed. One is ours, and nobody's any more, where its name is of our
 * making, this user made it, it holds nothing but our files, and the process that is written in it has gone for certain.
 * Never throws: what can't be removed stays.
 */
export async function sweepDirectories(parent: string, self: Self): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const candidates = names.filter(
    name => name.startsWith(directoryPrefix) && name.length === directoryPrefix.length + 6,
  );
  // Where a system has no numbers of users, whose a directory is can't be seen.
  if (self.user === undefined) return;
  for (const name of candidates) await sweep(join(parent, name), self).catch(() => undefined);
}

async function sweep(directory: string, self: Self): Promise<void> {
  const stats = await lstat(directory);
  if (!stats.isDirectory() || stats.uid !== self.user) return;
  const files = await readdir(directory);
  if (files.some(file => !ownFiles.some(own => own === file))) return;
  for (const file of files) {
    const stats = await lstat(join(directory, file));
    if (stats.uid !== self.user || !stats.isFile()) return;
  }
  const owner = await readOwner(join(directory, ownerFile));
  if (owner === undefined || !(await isGone(owner, self.isRunning))) return;
  // One by one, and not all that is below: what came meanwhile is not ours.
  for (const file of ownFiles) if (files.includes(file)) await unlink(join(directory, file));
  await rmdir(directory);
}
