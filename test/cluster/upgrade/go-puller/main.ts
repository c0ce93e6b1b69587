/**
 * The stand-in for the Go puller as a process: the container, and as much of its kubelet as starts it again.
 *
 *   node main.ts FILE
 *
 * FILE holds a `GoPullerFile`. What the Go puller logs is on standard output. A container that has ended is started
 * again, as restartPolicy Always has it: at once, then after a while that doubles. At SIGTERM it ends for good.
 */
import {readFile} from 'node:fs/promises';
import {setTimeout as wait} from 'node:timers/promises';
import {createApiClient} from '../../client/index.ts';
import type {GoPullerFile} from './file.ts';
import {runGoPuller} from './go-puller.ts';

const {access, restartAfter, ...options}: GoPullerFile = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8'));
let isTerminated = false;
const terminated = new Promise<void>(resolve => {
  process.on('SIGTERM', () => {
    isTerminated = true;
    resolve();
  });
});
const api = createApiClient(access);
for (let restarts = 0; !isTerminated; restarts++) {
  try {
    await runGoPuller({...options, api, terminated, log: console.log});
    process.exit(0);
  } catch (error) {
    console.log(`Fatal: ${error instanceof Error ? error.message : error}`);
  }
  if (restarts > 0) await Promise.race([terminated, wait(restartAfter * 2 ** (restarts - 1))]);
}
process.exit(1);
