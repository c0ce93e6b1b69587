import {existsSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {nameCgroup, sandboxVariables} from '../sandbox/index.ts';

const mountPoint = '/sys/fs/cgroup';
let made = 0;

/**
 * Makes a cgroup in which a process has so much memory, as a container has, and what a command is to begin with to run
 * in it: Node, for one, sizes its heap by what it finds when it starts. It is taken away with the run.
 *
 * Without root nobody may: then the command runs with no limit.
 *
 * @param bytes past these the kernel ends it
 */
export async function limitMemory(bytes: number): Promise<readonly string[]> {
  const {[sandboxVariables.kind]: kind, [sandboxVariables.directory]: directory} = process.env;
  if (kind !== 'root' || directory === undefined) return [];
  const isVersion2 = existsSync(join(mountPoint, 'cgroup.controllers'));
  const root = join(mountPoint, isVersion2 ? '' : 'memory');
  const parent = join(root, nameCgroup(directory));
  const cgroup = join(parent, `${process.pid}-${++made}`);
  await mkdir(cgroup, {recursive: true});
  if (isVersion2) for (const above of [root, parent]) await writeFile(join(above, 'cgroup.subtree_control'), '+memory');
  await writeFile(join(cgroup, isVersion2 ? 'memory.max' : 'memory.limit_in_bytes'), String(bytes));
  return ['/bin/sh', '-c', 'echo $$ > "$0" && exec "$@"', join(cgroup, 'cgroup.procs')];
}
