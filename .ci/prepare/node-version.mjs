import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * Whether the Node that npm's scripts will find can run this project: the TypeScript sources run as they are, and what
 * is tested is what runs. Where npm has a package of Node for the platform, node_modules/.bin has it; elsewhere (macOS,
 * ppc64le, s390x) it is the machine's own.
 *
 * @param {string} root - the repository, installed
 * @returns {string | undefined} what is wrong and what to do, in two lines; undefined when all is well
 */
export function assessNode(root) {
  const {name, version} = readPinned(root);
  const oldest = readMajor(version);
  // npm puts node_modules/.bin first on PATH, so usually this is already the Node in question: no need to start it.
  if (readMajor(process.version) >= oldest) return undefined;
  if (name === undefined) {
    return (
      `This needs Node ${oldest} or later, and here is ${process.version} (npm has no Node for ${process.platform} ${process.arch}).\n` +
      `Install Node ${oldest}, for instance from https://nodejs.org, and run the same command again.`
    );
  }
  const binary = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(binary)) {
    return (
      `This needs Node ${oldest} or later, and here is ${process.version}: the package ${name}, which brings it, is not installed.\n` +
      'Run `npm ci --include=optional` (without --omit=optional), and then the same command again.'
    );
  }
  const {stdout, error} = spawnSync(binary, ['--version'], {encoding: 'utf8'});
  const found = (stdout ?? '').trim();
  if (readMajor(found) >= oldest) return undefined;
  return (
    `${binary} should be Node ${version}, but ${describe(found, error)}.\n` +
    `Install Node ${oldest} or later yourself, and delete ${join('node_modules', '.bin', 'node')}: then the one on PATH is taken.`
  );
}

/** What the pinned Node answered. Without glibc (Alpine) starting it fails as if the file were not there. */
function describe(found, error) {
  if (found) return `says ${found}`;
  return `does not run here (${error?.code === 'ENOENT' ? 'it needs glibc' : (error?.message ?? 'no answer')})`;
}

/** The Node that package.json pins, one version for all platforms, and the name of its package for this one, if any. */
function readPinned(root) {
  const {optionalDependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const pinned = Object.keys(optionalDependencies).filter(name => name.startsWith('node-'));
  const own = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return {name: pinned.find(name => name === own), version: optionalDependencies[pinned[0]]};
}

/** `v24.21.0` or `24.21.0` -> 24. NaN, which no comparison holds for, when it is no version. */
function readMajor(version) {
  return Number.parseInt(version.replace(/^v/, ''), 10);
}
