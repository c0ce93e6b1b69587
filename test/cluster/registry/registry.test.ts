import {testWith} from '../../support/needs.ts';
import {buildFileImage, buildIndex} from '../images/index.ts';
import {controlPlane} from '../needs.ts';
import {startRegistry} from './index.ts';

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});

testWith(
  controlPlane,
  'what is pushed can be pulled as it is, and a tag moves with the next push',
  async (t, machine) => {
    const registry = await startRegistry(t, machine);
    const pull = (path: string, init = {}) => fetch(`http://${registry.host}/v2/tools/editor/${path}`, init);
    const [one, two] = [await buildFileImage('one'), buildIndex([await buildFileImage('two')])];

    t.is(await registry.push('tools/editor', '1', one), one.manifest.digest);
    const manifest = await pull('manifests/1', {headers: {accept: one.manifest.mediaType}});
    t.is(manifest.headers.get('docker-content-digest'), one.manifest.digest);
    t.deepEqual(Buffer.from(await manifest.arrayBuffer()), one.manifest.content);
    const [layer] = one.layers;
    const blob = await pull(`blobs/${layer?.digest}`);
    t.deepEqual(Buffer.from(await blob.arrayBuffer()), layer?.content);

    t.is(await registry.push('tools/editor', '1', two), two.manifest.digest);
    const moved = await pull('manifests/1', {method: 'HEAD', headers: {accept: two.manifest.mediaType}});
    t.is(moved.headers.get('docker-content-digest'), two.manifest.digest);
    t.is((await pull('manifests/2')).status, 404);

    const asked = {name: 'tools/editor', user: ''};
    t.deepEqual(registry.requests(), [
      {method: 'GET', kind: 'manifest', reference: '1', status: 200, ...asked},
      {method: 'GET', kind: 'blob', reference: layer?.digest, status: 200, ...asked},
      {method: 'HEAD', kind: 'manifest', reference: '1', status: 200, ...asked},
      {method: 'GET', kind: 'manifest', reference: '2', status: 404, ...asked},
    ]);
  },
);

testWith(controlPlane, 'only those with credentials pull, by those that hold at the time', async (t, machine) => {
  const credentials = [{user: 'alice', password: 'one'}];
  const [open, closed] = await Promise.all([startRegistry(t, machine), startRegistry(t, machine, {credentials})]);
  const ask = async (host: string, headers = {}) => (await fetch(`http://${host}/v2/`, {headers})).status;
  t.is(await ask(open.host), 200);
  const refused = await fetch(`http://${closed.host}/v2/`);
  t.is(refused.status, 401);
  t.is(refused.headers.get('www-authenticate'), 'Basic realm="registry"');
  t.is(await ask(closed.host, basic('alice', 'one')), 200);
  t.is(await ask(closed.host, basic('alice', 'two')), 401);
  closed.setCredentials([{user: 'alice', password: 'two'}]);
  t.is(await ask(closed.host, basic('alice', 'one')), 401);
  t.is(await ask(closed.host, basic('alice', 'two')), 200);
  closed.setCredentials([]);
  t.is(await ask(closed.host), 200);
  t.deepEqual(
    closed.requests().map(({user, status}) => `${user} ${status}`.trim()),
    ['401', 'alice 200', 'alice 401', 'alice 401', 'alice 200', '200'],
  );
});

testWith(controlPlane, 'a registry can be made to wait and to fail', async (t, machine) => {
  const registry = await startRegistry(t, machine);
  const held = Promise.withResolvers<void>();
  const order: string[] = [];
  registry.setIntercept(({kind}) => (kind === 'blob' ? {after: held.promise, status: 500} : undefined));
  const ask = async (path: string) => {
    const {status} = await fetch(`http://${registry.host}/v2/${path}`);
    order.push(`${path} ${status}`);
  };
  const waits = ask('a/blobs/sha256:1');
  await ask('');
  held.resolve();
  await waits;
  registry.setIntercept(undefined);
  await ask('a/blobs/sha256:1');
  t.deepEqual(order, [' 200', 'a/blobs/sha256:1 500', 'a/blobs/sha256:1 400']);
});
