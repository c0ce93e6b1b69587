import {cp, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {makeDirectory, repository} from './command.ts';

const copied = ['.ci', 'knative', 'package-lock.json', 'package.json'] as const;

/** What is in a checkout. */
export const checkedOut: readonly string[] = [...copied, 'node_modules'];

/** A checkout whose `images.yaml` is nobody's; what is installed is shared. */
export async function checkOut(t: ExecutionContext): Promise<string> {
  const directory = await makeDirectory(t);
  for (const name of copied) await cp(join(repository, name), join(directory, name), {recursive: true});
  await symlink(join(repository, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}
