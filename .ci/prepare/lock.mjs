import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';

const lookEvery = 200;

/**
 * Does the work while nobody else does: two installs into one node_modules would ruin each other. Waits for the other
 * one as long as its process lives; a lock left behind by one that was killed is taken over.
 *
 * @template T
 * @param {string} root - the repository; the lock is .ci/.installing in it, with the process id
 * @param {() => T | Promise<T>} work - what to do; its result is passed on
 * @returns {Promise<T>}
 */
export async function alone(root, work) {
  const lock = join(root, '.ci', '.installing');
  for (let told = false; !take(lock); await pause(lookEvery)) {
    const holder = readHolder(lock);
    if (holder !== undefined && !isAlive(holder)) rmSync(lock, {force: true});
    else if (!told) {
      console.error(
        `Waiting for process ${holder ?? '(unknown)'}, which is installing here; if it is not, delete ${lock}.`,
      );
      told = true;
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, {force: true});
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), {flag: 'wx'});
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** The process that holds the lock; undefined when it has just been made or given back. */
function readHolder(lock) {
  try {
    return Number.parseInt(readFileSync(lock, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive, too.
    return error.code === 'EPERM';
  }
}
