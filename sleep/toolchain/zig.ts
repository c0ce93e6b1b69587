import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {mkdir, rename, rm} from 'node:fs/promises';
import {homedir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type Architecture, architectures} from './architectures.ts';
import type {FoundCompiler} from './compile.ts';

/** Pins zig for pip: its version, and the hashes of its packages. */
const requirements = fileURLToPath(new URL('../ziglang.txt', import.meta.url));

/** Where zig is kept between builds: `kubernetes-image-puller/ziglang-<version>` in the user's cache directory. */
export function locateZig(cacheDirectory: string = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')): string {
  const version = /^ziglang==(\S+)/m.exec(readFileSync(requirements, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${requirements} names no version of ziglang`);
  return join(cacheDirectory, 'kubernetes-image-puller', `ziglang-${version}`);
}

/** zig as a C compiler for this architecture, if it is installed in this directory. */
export function findZig(architecture: Architecture, directory: string = locateZig()): FoundCompiler {
  const python = locatePython(directory);
  if (!existsSync(python)) return {missing: `zig is not in ${directory}`};
  return {found: [python, '-m', 'ziglang', 'cc', '-target', architectures[architecture].zig]};
}

/**
 * Installs zig from PyPI in this directory, in a Python environment of its own; tells its progress on standard error.
 * Needs Python 3 with venv. Throws if that is missing, or if pip can't fetch the package or finds another hash.
 */
export async function installZig(directory: string = locateZig()): Promise<void> {
  const unfinished = `${directory}.${process.pid}`;
  await mkdir(dirname(directory), {recursive: true});
  try {
    await runVisibly(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', unfinished]);
    const options = ['--require-hashes', '--only-binary', ':all:', '--no-deps', '--disable-pip-version-check'];
    await runVisibly(locatePython(unfinished), ['-m', 'pip', 'install', ...options, '-r', requirements]);
    await rename(unfinished, directory);
  } finally {
    await rm(unfinished, {recursive: true, force: true});
  }
}

function locatePython(directory: string): string {
  return process.platform === 'win32' ? join(directory, 'Scripts', 'python.exe') : join(directory, 'bin', 'python');
}

async function runVisibly(command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, {stdio: ['ignore', process.stderr, process.stderr]});
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')}: exit status ${status}`);
}
