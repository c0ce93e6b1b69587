// Prints how long the bundle takes from spawn to its first 2xx, as a ratio to a bare node:http server in the same run.
// `node test/functions/webhook/measure-cold-start.ts`, after `npm run build -w functions`. Not a test: times vary.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {serveEmptyApi} from './api-server.ts';
import {bundledEntry} from './processes.ts';
import {readRecorded, send} from './requests.ts';

const rounds = 15;

const bareServer = `
import {createServer} from 'node:http';
const server = createServer((request, response) => response.writeHead(204).end());
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({port: server.address().port})));
`;

/** Milliseconds from spawn to the answer of the first event. */
async function measure(entry: string, env: Readonly<Record<string, string>>): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [entry], {
    env: {PATH: process.env.PATH, ...env},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const {status} = await send(JSON.parse(line).port, readRecorded('pingsource')['with-json-data'] ?? {});
  const milliseconds = performance.now() - begun;
  if (status !== 204) throw new Error(`${entry} answered ${status}`);
  // SIGTERM, since V8's cache is written when a process ends by itself.
  child.kill('SIGTERM');
  await once(child, 'exit');
  return milliseconds;
}

const findMedian = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const folder = await mkdtemp(join(tmpdir(), 'cold-start-'));
const api = await serveEmptyApi();
try {
  const bare = join(folder, 'bare.mjs');
  await writeFile(bare, bareServer);
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, api.kubeconfig);
  const env = {FUNCTION_TARGET: 'check', HOST: '127.0.0.1', PORT: '0', KUBECONFIG: kubeconfig};
  const runs = {
    'bare node:http': [bare, {}],
    bundle: [bundledEntry, env],
    'bundle, compile cache': [bundledEntry, {...env, NODE_COMPILE_CACHE: join(folder, 'cache')}],
  } as const;
  const times: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, [entry, itsEnv]] of Object.entries(runs)) {
      times[name] = [...(times[name] ?? []), await measure(entry, itsEnv)];
    }
  }
  const unit = findMedian(times['bare node:http'] ?? []);
  for (const [name, values] of Object.entries(times)) {
    const median = findMedian(values);
    console.log(`${name}: ${(median / unit).toFixed(1)} (${median.toFixed(0)} ms, median of ${rounds})`);
  }
} finally {
  api.close();
  await rm(folder, {recursive: true});
}
