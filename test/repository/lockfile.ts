import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {root} from './root.ts';

/** What package-lock.json says of one path in node_modules. */
export interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly os?: string | readonly string[];
  readonly cpu?: string | readonly string[];
  readonly libc?: readonly string[];
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** All that is locked in node_modules, by path. The workspaces themselves are left out. */
export async function readLockfile(): Promise<readonly (readonly [string, LockedPackage])[]> {
  const {packages}: {packages: Record<string, LockedPackage>} = JSON.parse(
    await readFile(join(root, 'package-lock.json'), 'utf8'),
  );
  return Object.entries(packages).filter(([path]) => path.includes('node_modules/'));
}

/** Whether npm installs the package on this platform; on linux, that of glibc. */
export function fits({os, cpu, libc}: LockedPackage, [platform, arch]: readonly [string, string]): boolean {
  const names = (list: string | readonly string[] | undefined, name: string) =>
    list === undefined || [list].flat().includes(name);
  return os !== undefined && names(os, platform) && names(cpu, arch) && (platform !== 'linux' || names(libc, 'glibc'));
}
