import {constants} from 'node:fs';
import {copyFile} from 'node:fs/promises';
import {join} from 'node:path';
import {explainSystemError} from './explain-system-error.ts';
import {StartProblem} from './host.ts';

const samples = {
  'images.yaml': join(import.meta.dirname, 'sample.yaml'),
  'tags.yaml': join(import.meta.dirname, 'tags/sample.yaml'),
} as const;

/** Where the user's copy of a sample is, and whether it was there before. */
export interface SampleCopy {
  readonly path: string;
  readonly was: 'copied' | 'there';
}

/** Copies a sample to a file of that name in a directory; one that is there stays as it is. Throws a `StartProblem`. */
export async function copySample(directory: string, name: keyof typeof samples): Promise<SampleCopy> {
  const path = join(directory, name);
  try {
    await copyFile(samples[name], path, constants.COPYFILE_EXCL);
    return {path, was: 'copied'};
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return {path, was: 'there'};
    throw new StartProblem(
      `${path} can't be written (${explainSystemError(error)}): give the path of a ConfigMap in YAML that is elsewhere, npm start -- FILE`,
    );
  }
}
