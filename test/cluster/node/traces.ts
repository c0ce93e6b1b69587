import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {nameCgroup} from '../sandbox/index.ts';
import {readText} from './cgroups.ts';

/**
 * Everything by which one can tell that a node is there, or was.
 *
 * @param directory the node's, or that of a run with all its nodes
 * @param bridge the name of the device that its pods' network hangs on
 */
export function findTraces(directory: string, bridge: string): Readonly<Record<string, readonly string[]>> {
  const cgroup = nameCgroup(directory);
  const processes = readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => `${readText(`/proc/${pid}/cmdline`)}${readText(`/proc/${pid}/cgroup`)}`.includes(cgroup));
  const trees = readdirSync('/sys/fs/cgroup').map(tree => join('/sys/fs/cgroup', tree, cgroup));
  const links: readonly {readonly ifname: string; readonly master?: string}[] = JSON.parse(
    execFileSync('ip', ['-json', 'link'], {encoding: 'utf8'}),
  );
  return {
    processes,
    mounts: readText('/proc/self/mountinfo')
      .split('\n')
      .filter(line => line.includes(directory)),
    cgroups: [...trees, join('/sys/fs/cgroup', cgroup)].filter(existsSync),
    devices: links.flatMap(({ifname, master}) => (ifname === bridge || master === bridge ? ifname : [])),
    files: [directory].filter(existsSync),
  };
}
