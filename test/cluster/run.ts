/**
 * Runs the tests that want real Kubernetes: builds what is missing of it, and runs AVA in a network without a way out.
 *
 *   npm run test:cluster                                      all of them
 *   npm run test:cluster -- cluster/contract/watch.test.ts    some, by path from test/, with AVA's own options
 *
 * With KEEP=true the logs and all else that the tests left on the disk stay there until the next run.
 * What this machine can't run is listed as not run, with the reason; with CI=true that is a failure.
 */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {join} from 'node:path';
import {reasonVariable} from './needs.ts';
import {assessSandbox, makeDirectory, removeDirectory, runInside, sweep} from './sandbox/index.ts';
import {buildTools} from './tools/index.ts';

const test = join(import.meta.dirname, '..');
const ava = [
  process.execPath,
  join(test, '..', 'node_modules', 'ava', 'entrypoints', 'cli.mjs'),
  '--config',
  join(test, 'ava.cluster.config.js'),
  ...process.argv.slice(2),
];
const sandbox = assessSandbox();
const unbuilt = 'kind' in sandbox ? await buildTools(line => console.log(line)) : sandbox.missing;
process.exitCode =
  'kind' in sandbox && unbuilt === undefined ? await runTests(sandbox.kind) : await listTests(unbuilt ?? '');

async function runTests(kind: 'root' | 'user'): Promise<number> {
  await sweep(line => console.log(line));
  const directory = await makeDirectory();
  try {
    return await runInside(kind, directory, ava);
  } finally {
    if (process.env.KEEP === 'true') console.log(`kept until the next run: ${directory}`);
    else await removeDirectory(directory);
  }
}

/** Without a sandbox no test starts anything: each says why it is not run. */
async function listTests(reason: string): Promise<number> {
  const [command = '', ...rest] = ava;
  const env = {...process.env, [reasonVariable]: reason};
  const [status] = await once(spawn(command, rest, {stdio: 'inherit', env}), 'close');
  console.log(`nothing was run: ${reason}`);
  return Number(status ?? 1);
}
