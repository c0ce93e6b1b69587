import {execFileSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {
  type Architecture,
  architectureNames,
  architectures,
  type Compiler,
  compile,
  compileHolder,
  findHostCompiler,
  findZig,
  sourceDirectory,
} from '@image-puller/sleep';
import type {Need} from '../support/needs.ts';

/** What made a program: this machine's C compiler, or zig for one of the architectures of the images. */
export type Origin = 'host' | Architecture;

const origins: readonly Origin[] = ['host', ...architectureNames];

/** A program and what starts it: an emulator where this machine can't run it itself, else nothing. */
export type Program = {readonly path: string; readonly startedBy: readonly string[]};

/** A directory that is gone when the tests of a file have ended. Any user may read it. */
export const scratch: string = mkdtempSync(join(tmpdir(), 'test-sleep-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));
chmodSync(scratch, 0o755);

/** The compiler that makes programs of this origin. zig is taken if a build has installed it, not installed here. */
export async function findCompiler(origin: Origin): Promise<Need<Compiler>> {
  if (origin === 'host') return findHostCompiler();
  const zig = findZig(origin);
  return 'found' in zig ? zig : {missing: `${zig.missing}; npm run build:all -w sleep puts it there`};
}

/** A program and where it comes from: ready to be run, or why it can't be. */
export type Built = {readonly origin: Origin; readonly program: Need<Program>};

/** Builds the holder of every origin that can be built here: `sleep`, in a directory of its own. */
export async function buildHolders(): Promise<readonly Built[]> {
  return buildPrograms('sleep', (compiler, output) => compileHolder(compiler, output));
}

/** Builds duration-driver.c with the holder's parser, for every origin that can be built here. */
export async function buildDurationDrivers(): Promise<readonly Built[]> {
  const parser = ['duration.c', 'output.c', 'start.c'].map(name => join(sourceDirectory, name));
  const sources = [...parser, join(import.meta.dirname, 'duration-driver.c')];
  return buildPrograms('duration-driver', (compiler, output) => compile({compiler, sources, output}));
}

/** The one that this machine's own compiler has made. */
export function findHost(built: readonly Built[]): Need<Program> {
  return built.find(({origin}) => origin === 'host')?.program ?? {missing: 'nothing was built for this machine'};
}

type Build = (compiler: Compiler, output: string) => Promise<string>;

async function buildPrograms(name: string, build: Build): Promise<readonly Built[]> {
  return Promise.all(
    origins.map(async origin => {
      const compiler = await findCompiler(origin);
      if ('missing' in compiler) return {origin, program: compiler};
      const path = join(scratch, origin, name);
      await build(compiler.found, path);
      return {origin, program: findProgram(origin, path)};
    }),
  );
}

/** How this machine runs what was built for this origin, if it can. */
function findProgram(origin: Origin, path: string): Need<Program> {
  if (process.platform !== 'linux') return {missing: `it runs on Linux, this is ${process.platform}`};
  if (origin === 'host' || architectures[origin].node === process.arch) return {found: {path, startedBy: []}};
  const emulator = architectures[origin].qemu;
  try {
    execFileSync(emulator, ['--version']);
    return {found: {path, startedBy: [emulator]}};
  } catch {
    return {missing: `${emulator} is not on this machine (Debian has it in qemu-user-static)`};
  }
}
