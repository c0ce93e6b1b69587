import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {compileFlags, linkFlags} from './flags.ts';

const run = promisify(execFile);

/** The holder's C sources; `main.c` is what makes them the holder and no other program. */
export const sourceDirectory: string = fileURLToPath(new URL('../src/', import.meta.url));

/** A command that compiles and links C as gcc does, and its first arguments. */
export type Compiler = readonly [command: string, ...firstArguments: string[]];

/** A compiler that was looked for: there it is, or why it is not there. */
export type FoundCompiler = {readonly found: Compiler} | {readonly missing: string};

export type Program = {
  readonly compiler: Compiler;
  /** Paths of C files. Their `#include`s are found beside them and among the holder's sources. */
  readonly sources: readonly string[];
  /** Path of the executable. Its directory is made if it is missing. */
  readonly output: string;
};

/** The paths of the holder's C files. */
async function listSources(): Promise<readonly string[]> {
  const names = await readdir(sourceDirectory);
  return names
    .filter(name => name.endsWith('.c'))
    .sort()
    .map(name => join(sourceDirectory, name));
}

/** Compiles the holder. Returns what the compiler warned of, empty if nothing. Throws with its errors. */
export async function compileHolder(compiler: Compiler, output: string): Promise<string> {
  return compile({compiler, sources: await listSources(), output});
}

/** Compiles a program that uses no libc. Returns what the compiler warned of, empty if nothing. Throws with its errors. */
export async function compile({compiler, sources, output}: Program): Promise<string> {
  const [command, ...firstArguments] = compiler;
  const objectDirectory = await mkdtemp(join(tmpdir(), 'sleep-'));
  try {
    // One call for each file: zig cc takes several sources for one object.
    const compiled = await Promise.all(
      sources.map(async source => {
        const object = join(objectDirectory, `${basename(source, '.c')}.o`);
        const flags = [...compileFlags, '-I', sourceDirectory, '-c', source, '-o', object];
        const {stderr} = await run(command, [...firstArguments, ...flags]);
        return {object, stderr};
      }),
    );
    await mkdir(dirname(output), {recursive: true});
    const objects = compiled.map(({object}) => object);
    const layout = `-Wl,-T,${join(sourceDirectory, 'layout.ld')}`;
    const {stderr} = await run(command, [...firstArguments, ...linkFlags, layout, ...objects, '-o', output]);
    return [...compiled.map(file => file.stderr), stderr].join('');
  } finally {
    await rm(objectDirectory, {recursive: true, force: true});
  }
}
