import {type ChildProcessByStdio, spawn} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import {delimiter, dirname} from 'node:path';
import type {Readable} from 'node:stream';
import type {ExecutionContext} from 'ava';
import {signalGroup} from '../../support/process-group.ts';
import type {Clone} from './clone.ts';

/** Runs `npm start` in a clone, by this Node, whose script is then the launcher with this file, as package.json has it. */
export async function npmStart(
  t: ExecutionContext,
  {path}: Clone,
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ChildProcessByStdio<null, Readable, Readable>> {
  const manifest: object = JSON.parse(await readFile(path('package.json'), 'utf8'));
  await writeFile(
    path('package.json'),
    JSON.stringify({...manifest, scripts: {start: `exec ".ci/with-node" ${file}`}}),
  );
  const child = spawn('npm', ['start'], {
    cwd: path(),
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      TURBO_HASH: undefined,
      npm_config_cache: path('.npm'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    detached: true,
  });
  const {pid} = child;
  if (pid !== undefined) t.teardown(() => signalGroup(pid, 'SIGKILL'));
  return child;
}
