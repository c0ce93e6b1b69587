import {once} from 'node:events';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {type AddressInfo, connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {connectCluster, readKubeconfig} from '@image-puller/functions/cluster';
import test from 'ava';

test('where a kubeconfig names a proxy, requests go by it', async t => {
  const embedded = await startEmbeddedCluster({namespace: 'puller', kubectl: false});
  t.teardown(() => embedded.stop());
  const asked: string[] = [];
  const proxy = createServer().on('connect', ({url = ''}, socket) => {
    asked.push(url);
    const [host, port] = url.split(':');
    const server = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.pipe(socket).pipe(server);
    });
    for (const end of [server, socket]) end.on('error', () => undefined);
    t.teardown(() => server.destroy());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => proxy.close().closeAllConnections());
  const {port} = proxy.address() as AddressInfo;

  const directory = await mkdtemp(join(tmpdir(), 'proxy-'));
  t.teardown(() => rm(directory, {recursive: true}));
  const kubeconfig = join(directory, 'kubeconfig');
  const text = await readFile(embedded.kubeconfig, 'utf8');
  await writeFile(kubeconfig, text.replace(/^( *)server: .*$/m, `$&\n$1proxy-url: http://127.0.0.1:${port}`));

  const cluster = connectCluster(await readKubeconfig({kubeconfig}));
  t.teardown(() => cluster.close());
  t.deepEqual(await cluster.listConfigMaps(), []);
  t.deepEqual(asked, [new URL(embedded.url).host]);
  t.is(embedded.requests.all().length, 1);
});
