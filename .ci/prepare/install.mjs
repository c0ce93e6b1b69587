import {existsSync} from 'node:fs';
import {basename, join, sep} from 'node:path';
import {runChild} from '../node/child.mjs';

/**
 * - No package's own script runs at install: none of those here needs one.
 * - Optional packages are the tools' binaries and Node itself; an `omit=optional` in someone's npmrc is not for them.
 * - Errors only: npm's warnings say which packages its own Node is too old for, and that is not the Node which runs them.
 *   So an `engine-strict=true` in someone's npmrc is not for them either.
 */
const options = [
  '--ignore-scripts',
  '--include=optional',
  '--include=dev',
  '--bin-links',
  '--no-engine-strict',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * Makes node_modules what package-lock.json says, with npm's output shown.
 *
 * @param {string} root - the repository
 * @returns {Promise<{status: number} | {signal: string}>} how npm ended; where it failed, what to do has been said
 */
export async function install(root) {
  const command = [selectCommand(root), ...options];
  console.error(`Installing what package-lock.json lists: npm ${command.join(' ')}`);
  const ended = await runNpm(root, command);
  if (ended.status === 0 || ended.signal !== undefined) return ended;
  console.error(
    `npm could not install${ended.problem ? `: ${ended.problem}` : ` (its exit status is ${ended.status})`}; its reason is above.`,
  );
  console.error(
    'Without a connection to the npm registry, or with a proxy, set npm up first: npm config set registry|proxy URL',
  );
  return {status: 1};
}

/**
 * `npm ci`, except on Windows when this very process is the Node in node_modules: a program that runs can't be deleted
 * there, so what differs is replaced, and the rest stays. `--no-save` keeps the lockfile as it is.
 */
function selectCommand(root) {
  const runsFromHere = process.execPath.startsWith(join(root, 'node_modules') + sep);
  return process.platform === 'win32' && runsFromHere ? 'install --no-save' : 'ci';
}

/**
 * The npm that runs this script, else the one on PATH, which on Windows (npm.cmd) takes a shell to start. What it says
 * goes where errors go: the output belongs to what is run after it.
 */
function runNpm(root, command) {
  const npm = process.env.npm_execpath;
  const words = command.flatMap(word => word.split(' '));
  const to = {cwd: root, stdio: ['inherit', process.stderr, 'inherit']};
  if (npm && basename(npm) === 'npm-cli.js' && existsSync(npm)) {
    return runChild(findNpmNode(root), [npm, ...words], to);
  }
  return runChild('npm', words, {...to, shell: process.platform === 'win32'});
}

/** npm's own Node: the one in node_modules is about to be replaced. */
function findNpmNode(root) {
  const own = process.env.npm_node_execpath;
  return own && !own.startsWith(join(root, 'node_modules')) && existsSync(own) ? own : process.execPath;
}
