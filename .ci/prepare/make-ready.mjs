import {findNode} from './find-node.mjs';
import {install} from './install.mjs';
import {alone} from './lock.mjs';
import {isInstalled} from './lockfile.mjs';
import {describeWriteError} from './writable.mjs';

/**
 * Installs what is missing, and finds a Node that runs the project.
 *
 * @param {string} root - the repository
 * @returns {Promise<{node: string} | {problem: string} | {status: number} | {signal: string}>} its path; or what is wrong
 *   and what to do, in one or two lines; or how an install ended that did not succeed and has said why
 */
export async function makeReady(root) {
  // Inside a task of turbo everything is installed, and pulling node_modules from under a running test helps nobody.
  if (process.env.TURBO_HASH === undefined && !isInstalled(root)) {
    const ended = await installAlone(root);
    if (ended.status !== 0) return ended;
  }
  return findNode(root);
}

async function installAlone(root) {
  try {
    // Asked again under the lock: another `npm start` or `npm test` may have installed in the meantime.
    return await alone(root, () => (isInstalled(root) ? {status: 0} : install(root)));
  } catch (error) {
    const problem = describeWriteError(root, error, 'The packages are not installed yet');
    if (problem === undefined) throw error;
    return {problem};
  }
}
