import {lstatSync, realpathSync, renameSync, rmSync, symlinkSync} from 'node:fs';
import {delimiter, dirname, join, relative, sep} from 'node:path';

/**
 * Makes `node` mean this Node for all that finds it by name: turbo's tasks, the tools in node_modules/.bin, `npx ava`.
 *
 * npm puts node_modules/.bin first on PATH in all that it runs. Which `node` is in there depends on npm: npm 11.6 and
 * later link the package for this platform, older ones none, and a directory that came from another machine has that
 * machine's. So the link is ours. On Windows, where links want rights, there is to be none.
 *
 * @param {string} root - the repository, installed
 * @param {string} node - path of the Node that was found
 * @returns {string} the directory that has to be first on PATH
 */
export function linkNode(root, node) {
  const bin = join(root, 'node_modules', '.bin');
  try {
    if (process.platform === 'win32') {
      for (const name of ['node', 'node.cmd', 'node.ps1']) rmSync(join(bin, name), {force: true});
      return dirname(node);
    }
    const link = join(bin, 'node');
    if (resolve(link) === resolve(node)) return bin;
    // In one step: another `npm test` may be looking.
    const made = `${link}-${process.pid}`;
    // Within the repository relative, as npm does it: a clone may be moved.
    symlinkSync(node.startsWith(root + sep) ? relative(bin, node) : node, made);
    if (lstatSync(link, {throwIfNoEntry: false})?.isDirectory()) rmSync(link, {recursive: true});
    renameSync(made, link);
    return bin;
  } catch (error) {
    // No such directory, or a repository that can't be written to: what runs in it finds this Node all the same.
    if (['ENOENT', 'EACCES', 'EPERM', 'EROFS'].includes(error.code)) return dirname(node);
    throw error;
  }
}

function resolve(path) {
  try {
    return realpathSync(path);
  } catch {
    // Nothing, or a link that leads nowhere.
    return undefined;
  }
}

/** The environment with a directory first on PATH. Windows writes the name as it likes. */
export function putFirst(env, directory) {
  const name = Object.keys(env).find(key => key.toUpperCase() === 'PATH') ?? 'PATH';
  const others = (env[name] ?? '').split(delimiter).filter(each => each !== '' && each !== directory);
  return {...env, [name]: [directory, ...others].join(delimiter)};
}
