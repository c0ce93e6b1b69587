import {once} from 'node:events';
import {readdir, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {DaemonSet} from 'kubernetes-types/apps/v1';
import {checkedOut, checkOut} from './check-out.ts';
import {makeDirectory, run} from './command.ts';
import {findApi} from './embedded.ts';

/** A cluster that the environment names, and that must never be spoken to. */
async function startTrap(t: ExecutionContext): Promise<{readonly kubeconfig: string; visits(): number}> {
  let visits = 0;
  const server = createServer(socket => {
    visits++;
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const kubeconfig = join(await makeDirectory(t), 'kubeconfig');
  const cluster = {server: `http://127.0.0.1:${address.port}`, 'insecure-skip-tls-verify': true};
  await writeFile(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'production',
      contexts: [{name: 'production', context: {cluster: 'production', user: 'production'}}],
      clusters: [{name: 'production', cluster}],
      users: [{name: 'production', user: {}}],
    }),
  );
  return {kubeconfig, visits: () => visits};
}

test('npm start has all sample images held on all three nodes, prints plain lines, and Ctrl-C leaves images.yaml alone', async t => {
  const directory = await checkOut(t);
  const trap = await startTrap(t);
  const running = await run(t, ['start', '--', '--port', '0', '--speed', '20'], {
    command: 'npm',
    cwd: directory,
    env: {KUBECONFIG: trap.kubeconfig, INSTALLATION_ID: 'production', FORCE_COLOR: '3'},
  });
  await running.see(/All 4 images are held on all 3 nodes: it took \d+\.\d s/);
  const [, page = ''] = await running.see(/page +(http:\/\/localhost:\d+)\n/);
  const status: {pullers: {ready: boolean; images: {name: string; held: number}[]}[]} = JSON.parse(
    await (await fetch(`${page}/status.json`)).text(),
  );
  t.deepEqual(
    status.pullers.map(({ready, images}) => ({ready, held: images.map(({name, held}) => `${name} ${held}`)})),
    [{ready: true, held: ['che-code 3', 'base-developer-image 3', 'che-idea 3', 'che-dashboard 3']}],
  );
  await running.see(/Ctrl-C to stop/);
  const api = await findApi(running);
  const daemonSet = await api.read<DaemonSet>('/apis/apps/v1/namespaces/default/daemonsets/kubernetes-image-puller');
  t.is(daemonSet?.metadata?.annotations?.['kubernetes-image-puller/installation'], 'local');

  // As from a terminal: npm gets it, and passes it on to the command, which gets it as well.
  running.signal('SIGINT');
  await running.ended();
  t.regex(running.output(), /Stopped; only \S+images\.yaml and tags\.yaml are left\n/);
  t.deepEqual(await running.leftovers().then(({processes}) => processes), false);
  t.deepEqual((await readdir(directory)).toSorted(), [...checkedOut, 'images.yaml', 'tags.yaml'].toSorted());
  for (const url of [page, api.url]) await t.throwsAsync(fetch(url), {message: 'fetch failed'});
  t.is(trap.visits(), 0, 'KUBECONFIG is not for this');
  // npm's own lines may be in colour.
  const [, ours = ''] = running.output().split(/(?=Image puller \d)/);
  t.false(/\p{Cc}/u.test(ours.replaceAll('\n', '')), ours);
});
