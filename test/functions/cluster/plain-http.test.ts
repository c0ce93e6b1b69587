import {connectCluster, warnUnencrypted} from '@image-puller/functions/cluster';
import test from 'ava';
import {readAccess, startApi} from './near.ts';

for (const [title, cluster] of [
  ['as kubectl takes it', {}],
  ['with TLS switched off by name', {'insecure-skip-tls-verify': true}],
] as const) {
  test(`a server without TLS, ${title}, is spoken to without a token or password, as kubectl does it`, async t => {
    const {url, asked} = await startApi(t);
    for (const user of [{}, {token: 'secret'}, {username: 'me', password: 'secret'}]) {
      const connected = connectCluster(await readAccess(t, {server: url, ...cluster}, user));
      t.deepEqual(await connected.listConfigMaps(), []);
      connected.close();
    }
    t.is(asked.length, 3);
    t.false(JSON.stringify(asked).includes('uthorization'));
    t.false(JSON.stringify(asked).includes('secret'));
  });
}

test('a server with TLS is told who asks', async t => {
  const access = await readAccess(t, {server: 'https://127.0.0.1:6443'}, {token: 'secret'});
  t.deepEqual((await access.authenticate?.())?.headers, {Authorization: 'Bearer secret'});
});

test('that nothing is encrypted is told of plain HTTP alone', t => {
  t.is(warnUnencrypted({server: 'https://10.0.0.1'}), undefined);
  for (const server of ['http://10.0.0.1:8001', 'HTTP://host']) {
    t.is(
      warnUnencrypted({server}),
      `${server} is plain HTTP: nothing is encrypted, and no token or password is sent; whoever is on the way can read and change it`,
    );
  }
});
