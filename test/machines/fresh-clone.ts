import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import {cp, mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {ExecutionContext} from 'ava';
import {root} from '../repository/root.ts';

/** A directory with what `git clone` brings, and one for temporary files beside it. */
export interface FreshClone {
  readonly directory: string;
  readonly temporary: string;
}

/** As the repository is now, what is not committed yet included, without anything that is ignored. */
export async function makeFreshClone(t: ExecutionContext): Promise<FreshClone> {
  const place = await mkdtemp(join(tmpdir(), 'fresh clone-'));
  t.teardown(() => rm(place, {recursive: true, force: true}));
  const directory = join(place, 'kubernetes-image-puller');
  const temporary = join(place, 'tmp');
  await mkdir(temporary);
  const words = ['-C', root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const {stdout} = await promisify(execFile)('git', words, {maxBuffer: 2 ** 26});
  for (const path of stdout.split('\0')) {
    if (path !== '' && existsSync(join(root, path))) await cp(join(root, path), join(directory, path));
  }
  return {directory, temporary};
}
