/**
 * Removes what builds have written into this repository: `npm run clean`. Packages, your images.yaml and the programs of the
 * cluster tests, which are outside, stay.
 */
import {existsSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describeWriteError} from './prepare/writable.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const workspaces = ['shared', 'functions', 'knative/local/embedded-cluster', 'knative', 'sleep', 'test'];
const written = ['.turbo', ...workspaces.flatMap(name => [`${name}/dist`, `${name}/.turbo`])];
const there = written.filter(path => existsSync(join(root, path)));
try {
  for (const path of there) rmSync(join(root, path), {recursive: true, force: true});
  console.log(there.length === 0 ? 'Nothing was built: there is nothing to remove' : `Removed ${there.join(', ')}`);
} catch (error) {
  const problem = describeWriteError(root, error);
  if (problem === undefined) throw error;
  console.error(problem);
  process.exitCode = 1;
}
