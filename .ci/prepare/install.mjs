import {spawnSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {basename, join, sep} from 'node:path';

/**
 * - No package's own script runs at install: none of those here needs one.
 * - Optional packages are the tools' binaries and Node itself; an `omit=optional` in someone's npmrc is not for them.
 * - Errors only: npm's warnings say which packages its own Node is too old for, and that is not the Node which runs them.
 */
const options = [
  '--ignore-scripts',
  '--include=optional',
  '--include=dev',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
];

/**
 * Makes node_modules what package-lock.json says, with npm's output shown.
 *
 * @param {string} root - the repository
 * @returns {number} exit status, 0 when installed
 */
export function install(root) {
  const command = [selectCommand(root), ...options];
  console.error(`Installing what package-lock.json lists: npm ${command.join(' ')}`);
  const {status, error} = runNpm(root, command);
  if (status === 0) return 0;
  console.error(
    `npm could not install${error ? `: ${error.message}` : ` (its exit status is ${status})`}; its reason is above.`,
  );
  console.error(
    'Without a connection to the npm registry, or with a proxy, set npm up first: npm config set registry|proxy URL',
  );
  return 1;
}

/**
 * `npm ci`, except on Windows when this very process is the Node in node_modules: a program that runs can't be deleted
 * there, so what differs is replaced, and the rest stays. `--no-save` keeps the lockfile as it is.
 */
function selectCommand(root) {
  const runsFromHere = process.execPath.startsWith(join(root, 'node_modules') + sep);
  return process.platform === 'win32' && runsFromHere ? 'install --no-save' : 'ci';
}

/** The npm that runs this script, else the one on PATH, which on Windows (npm.cmd) takes a shell to start. */
function runNpm(root, command) {
  const npm = process.env.npm_execpath;
  const words = command.flatMap(word => word.split(' '));
  if (npm && basename(npm) === 'npm-cli.js' && existsSync(npm)) {
    return spawnSync(findNpmNode(root), [npm, ...words], {cwd: root, stdio: 'inherit'});
  }
  return spawnSync(`npm ${words.join(' ')}`, {cwd: root, stdio: 'inherit', shell: true});
}

/** npm's own Node: the one in node_modules is about to be replaced. */
function findNpmNode(root) {
  const own = process.env.npm_node_execpath;
  return own && !own.startsWith(join(root, 'node_modules')) && existsSync(own) ? own : process.execPath;
}
