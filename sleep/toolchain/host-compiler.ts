import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {FoundCompiler} from './compile.ts';

const run = promisify(execFile);

/** The C compiler of this machine, if what it makes is a holder that runs here. */
export async function findHostCompiler(platform: string = process.platform): Promise<FoundCompiler> {
  if (platform !== 'linux') return {missing: `the holder runs on Linux, this is ${platform}`};
  try {
    await run('cc', ['--version']);
    return {found: ['cc']};
  } catch {
    return {missing: 'there is no C compiler (cc) on this machine'};
  }
}
