import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';

/** The cgroups of one node. */
export interface Cgroups {
  /** As the kubelet calls it: from the root of each tree, with a slash in front. */
  readonly name: string;
  /** Every tree's directory of that name. */
  readonly trees: readonly string[];
  /** The one that counts memory, in which every container has its place. */
  readonly memory: string;
}

const mountPoint = '/sys/fs/cgroup';

/**
 * Makes a cgroup below which a kubelet can make its own. Version 1 has a tree for each controller, version 2 one for all;
 * a machine with both has its controllers in version 1.
 */
export async function makeCgroups(name: string): Promise<Cgroups> {
  const isUnified = existsSync(join(mountPoint, 'cgroup.controllers'));
  // Where both are mounted, `unified` is version 2 without any controller: nobody asks for a place in it.
  const roots = isUnified ? [''] : (await readdir(mountPoint)).filter(root => root !== 'unified');
  const trees = roots.map(root => join(mountPoint, root, name));
  for (const tree of trees) await mkdir(tree, {recursive: true});
  if (isUnified) await handDownControllers(dirname(join(mountPoint, name)));
  return {name: `/${name}`, trees, memory: join(mountPoint, isUnified ? '' : 'memory', name)};
}

/** With version 2 a cgroup has those controllers that every one above it hands down. */
async function handDownControllers(cgroup: string): Promise<void> {
  if (cgroup !== mountPoint) await handDownControllers(dirname(cgroup));
  for (const controller of readText(join(cgroup, 'cgroup.controllers')).split(/\s+/).filter(Boolean)) {
    // One that can't be handed down may be one that no kubelet wants; of the others it says so itself.
    await writeFile(join(cgroup, 'cgroup.subtree_control'), `+${controller}`).catch(() => undefined);
  }
}

/** The processes in a cgroup itself; none where it has gone. */
export function listProcesses(cgroup: string): readonly number[] {
  return readText(join(cgroup, 'cgroup.procs')).split('\n').filter(Boolean).map(Number);
}

/** The processes in a cgroup and in all below it. */
export const listAllProcesses = (cgroup: string): readonly number[] => [
  ...listProcesses(cgroup),
  ...listChildren(cgroup).flatMap(child => listAllProcesses(join(cgroup, child))),
];

/** The names of the cgroups right below one; none where it has gone. */
export function listChildren(cgroup: string): readonly string[] {
  try {
    return readdirSync(cgroup, {withFileTypes: true}).flatMap(entry => (entry.isDirectory() ? entry.name : []));
  } catch {
    return [];
  }
}

/** A file that may go at any moment; empty where it has. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
