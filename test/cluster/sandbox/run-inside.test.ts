import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {testWith} from '../../support/needs.ts';
import {realNode} from '../needs.ts';

/** A sandbox with many sleepers in it, and a signal to the process that waits for it; counts those it leaves. */
const script = `
import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as wait} from 'node:timers/promises';
import {runInside} from ${JSON.stringify(join(import.meta.dirname, 'run-inside.ts'))};
const read = pid => { try { return readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch { return ''; } };
const count = () => readdirSync('/proc').filter(pid => read(pid).startsWith('sleep\\0' + process.pid)).length;
const loop = 'for i in $(seq 300); do sleep ' + process.pid + '00 & done; wait';
const ended = runInside('root', '/nonexistent', ['bash', '-c', loop]);
while (count() < 300) await wait(10);
process.kill(process.pid, 'SIGINT');
await ended;
console.log(count(), 'left');
`;

testWith(realNode, 'who waits for a sandbox that is interrupted waits until nothing runs in there', t => {
  const {stdout, status} = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 30_000,
  });
  t.deepEqual({status, stdout}, {status: 0, stdout: '0 left\n'});
});
