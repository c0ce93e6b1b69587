import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import test from 'ava';
import {startEmptyApi} from './api-server.ts';
import {bundledEntry, startProcess} from './processes.ts';
import {readRecorded, send} from './requests.ts';

const run = promisify(execFile);
const build = fileURLToPath(new URL('../../../functions/build.ts', import.meta.url));

/**
 * Of the bundle, in bytes; it has 2.5 MB. All of client-node, for want of a name of what is imported, would be twice that, and a
 * start half as long again.
 */
const size = 3_000_000;

test('the bundle is one file that answers as the sources do, without node_modules', async t => {
  t.deepEqual(await run(process.execPath, [build]), {stdout: '', stderr: ''});
  const bundle = await readFile(bundledEntry, 'utf8');
  t.true(bundle.length < size);
  t.deepEqual(
    [...bundle.matchAll(/\b(?:from|import *\(?) *["']([\w:/]+)["']/g)].map(([, name]) => name),
    ['node:module'],
    'what Node has comes by require: imported, it loads more than anybody wants',
  );
  const api = await startEmptyApi(t);
  const server = startProcess(t, bundledEntry, {FUNCTION_TARGET: 'check', KUBECONFIG: api.kubeconfig});
  const port = await server.port();
  const {'with-json-data': tick} = readRecorded('pingsource');
  t.is((await send(port, tick ?? {})).status, 204);
  t.is((await send(port, {...tick, body: '{]'})).status, 400);
  server.kill('SIGTERM');
  const {status, stderr} = await server.ended;
  t.deepEqual({status, stderr}, {status: 0, stderr: ''});
});
