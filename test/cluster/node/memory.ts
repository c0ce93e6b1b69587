import {join} from 'node:path';
import {readText} from './cgroups.ts';
import type {RunningContainer} from './containers.ts';

/** What a container takes of a node's memory, in bytes. */
export interface ContainerMemory {
  /** All that its cgroup is charged for, pages of files and the kernel's own included: what its limit is held against. */
  readonly charged: number;
  /** Of that, what processes have to themselves: it can't be read again from a file. */
  readonly anonymous: number;
}

/** Reads it from the container's cgroup, of version 1 or 2. */
export function readMemory({cgroup}: RunningContainer): ContainerMemory {
  const charged = readText(join(cgroup, 'memory.current')) || readText(join(cgroup, 'memory.usage_in_bytes'));
  const [, anonymous] = /^(?:anon|rss) (\d+)$/m.exec(readText(join(cgroup, 'memory.stat'))) ?? [];
  if (charged === '' || anonymous === undefined) throw new Error(`nothing counts memory in ${cgroup}`);
  return {charged: Number(charged), anonymous: Number(anonymous)};
}

/** What a process alone holds, in bytes, and how large a page of this machine is: what it holds is a number of pages. */
export function readPages(pid: number): {readonly anonymous: number; readonly page: number} {
  const readSizes = (file: string, name: string) =>
    [...readText(`/proc/${pid}/${file}`).matchAll(new RegExp(`^${name}: +(\\d+) kB$`, 'gm'))].map(
      ([, size]) => Number(size) * 1024,
    );
  const [anonymous] = readSizes('smaps_rollup', 'Anonymous');
  const [page] = readSizes('smaps', 'KernelPageSize');
  if (anonymous === undefined || page === undefined) throw new Error(`nothing counts the pages of process ${pid}`);
  return {anonymous, page};
}
