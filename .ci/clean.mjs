/**
 * Removes what builds have written into this repository: `npm run clean`. Packages, your images.yaml and the programs of the
 * cluster tests, which are outside, stay.
 */
import {rmSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const workspaces = ['shared', 'functions', 'knative', 'sleep', 'test'];
const written = ['.turbo', ...workspaces.flatMap(name => [`${name}/dist`, `${name}/.turbo`])];
for (const path of written)
  rmSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), {recursive: true, force: true});
