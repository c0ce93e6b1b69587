import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

/**
 * Whether node_modules holds what package-lock.json lists for this platform.
 *
 * Compares the lockfile with the one that npm leaves in node_modules, by content: a checkout gives every file a new
 * time, so times say nothing. npm writes its own last, so an install that was cut short counts as none.
 *
 * @param {string} root - the repository
 * @returns {boolean}
 */
export function isInstalled(root) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const found = readPackages(hidden);
  for (const [path, entry] of wanted) {
    const there = found.get(path);
    if (there === undefined ? isNeededHere(entry) : !isSame(entry, there)) return false;
    // A package that someone removed by hand. Workspaces are links; theirs may dangle only if the lockfile is wrong.
    if (there !== undefined && !existsSync(join(root, path))) return false;
  }
  for (const path of found.keys()) if (!wanted.has(path)) return false;
  return true;
}

/** What is installed, by path. The workspaces' own entries repeat their package.json and are left out. */
function readPackages(file) {
  const {packages} = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(Object.entries(packages).filter(([path]) => path.includes('node_modules/')));
}

function isSame(one, other) {
  return (
    one.version === other.version && one.integrity === other.integrity && Boolean(one.link) === Boolean(other.link)
  );
}

/**
 * A package that is not optional; or an optional one made for this platform, such as a tool's binary. One that is
 * split by C library too (`libc`) is not judged: finding out which one runs takes longer than all the rest.
 */
function isNeededHere({optional, os, cpu, libc}) {
  if (!optional) return true;
  if (os === undefined || cpu === undefined || libc !== undefined) return false;
  return [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
}
