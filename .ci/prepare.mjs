/**
 * Runs before `npm start`, `npm test` and `npm run build`, so that a fresh clone needs no step of its own: it installs
 * what is missing, and makes sure that a Node runs the scripts which can.
 *
 * Plain JavaScript for Node 18 and later: whatever Node came with npm runs it. It is a `pre` script rather than the
 * first half of `node .ci/prepare.mjs && node main.ts`, because a shell looks `node` up once: after an install both
 * halves would run the machine's own Node, not the one that was just put into node_modules/.bin.
 */
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import {install} from './prepare/install.mjs';
import {alone} from './prepare/lock.mjs';
import {isInstalled} from './prepare/lockfile.mjs';
import {assessNode} from './prepare/node-version.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Inside a task of turbo everything is installed, and pulling node_modules from under a running test helps nobody. */
const inTask = process.env.TURBO_HASH !== undefined;

if (!inTask && !isInstalled(root)) {
  // Asked again under the lock: another `npm start` or `npm test` may have installed in the meantime.
  process.exitCode = await alone(root, () => (isInstalled(root) ? 0 : install(root)));
}
if (!process.exitCode) {
  const problem = assessNode(root);
  if (problem !== undefined) {
    console.error(problem);
    process.exitCode = 1;
  }
}
