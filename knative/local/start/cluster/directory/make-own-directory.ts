import {mkdtemp, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describeOwner, ownerFile} from './owner.ts';

/** How the names of our directories begin; `mkdtemp` adds six characters. */
export const directoryPrefix = 'image-puller-';

/** Makes a directory for temporary files, with its owner written in it: a later start sweeps it should this one be killed. */
export async function makeOwnDirectory(parent: string, pid: number): Promise<string> {
  const directory = await mkdtemp(join(parent, directoryPrefix));
  await writeFile(join(directory, ownerFile), `${JSON.stringify(await describeOwner(pid))}\n`, {mode: 0o600});
  return directory;
}
