import {constants} from 'node:fs';
import {copyFile} from 'node:fs/promises';
import {join} from 'node:path';
import {explainSystemError} from './explain-system-error.ts';
import {StartProblem} from './host.ts';

const sample = join(import.meta.dirname, 'sample.yaml');

/** Where the user's copy of the sample is, and whether it was there before. */
export interface SampleCopy {
  readonly path: string;
  readonly was: 'copied' | 'there';
}

/** Copies the sample ConfigMap to `images.yaml` in a directory; one that is there stays as it is. Throws a `StartProblem`. */
export async function copySample(directory: string): Promise<SampleCopy> {
  const path = join(directory, 'images.yaml');
  try {
    await copyFile(sample, path, constants.COPYFILE_EXCL);
    return {path, was: 'copied'};
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return {path, was: 'there'};
    throw new StartProblem(
      `${path} can't be written (${explainSystemError(error)}): give the path of a ConfigMap in YAML that is elsewhere, npm start -- FILE`,
    );
  }
}
