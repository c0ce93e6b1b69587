import {accessSync, constants, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {getSystemErrorMap} from 'node:util';

/**
 * Whether the directory for temporary files can be used. Both answers of this module are one line: the cause, and what to
 * do.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined} what is wrong
 */
export function assessTemporary(env) {
  const directory = tmpdir();
  const reason = findReason(directory);
  if (reason === undefined) return undefined;
  const names = process.platform === 'win32' ? ['TEMP', 'TMP'] : ['TMPDIR', 'TMP', 'TEMP'];
  const name = names.find(each => env[each]);
  const advice = name === undefined ? 'set TMPDIR to one that you may write to' : `make it, or set ${name} to another`;
  const whose = name === undefined ? directory : `${name}=${directory}`;
  return `No temporary files can be written to ${whose} (${reason}): ${advice}, and run the same command again.`;
}

/**
 * Whether the repository can be written to.
 *
 * @param {string} root - the repository
 * @returns {string | undefined} what is wrong
 */
export function assessDirectory(root) {
  const reason = findReason(root);
  return reason === undefined ? undefined : describeReadOnly(root, reason);
}

/** The line for an error at writing into the repository; undefined where it is another error. */
export function describeWriteError(root, error, what = writes) {
  return ['EACCES', 'EPERM', 'EROFS'].includes(error.code) ? describeReadOnly(root, explain(error), what) : undefined;
}

const writes = 'This writes into the repository';

const describeReadOnly = (root, reason, what = writes) =>
  `${what}, and ${root} can't be written to (${reason}): run it in a clone of your own, in a directory that you may write to.`;

function findReason(directory) {
  try {
    if (!statSync(directory).isDirectory()) return 'not a directory';
    accessSync(directory, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return explain(error);
  }
}

/** `read-only file system`: without path and code, which say nothing to who reads it. */
const explain = ({code, message}) => [...getSystemErrorMap().values()].find(([name]) => name === code)?.[1] ?? message;
