import type {StoredConfigMap, StoredObject} from '@image-puller/embedded-cluster';
import test from 'ava';
import {openWatch} from '../api/watch-stream.ts';
import {buildConfigMap, configMapsPath, mergePatch, startClient} from '../client.ts';

/** The API's own watch tells when the collector has done something: no waiting for time to pass. */
async function startFamily(t: Parameters<typeof startClient>[0]) {
  const client = await startClient(t);
  const {call, cluster} = client;
  const create = async (
    name: string,
    owners: readonly StoredObject[] = [],
    reference: object = {},
  ): Promise<StoredConfigMap> => {
    const ownerReferences = owners.map(({apiVersion, kind, metadata: {name, uid}}) => ({
      apiVersion,
      kind,
      name,
      uid,
      ...reference,
    }));
    return (await call<StoredConfigMap>('POST', configMapsPath, buildConfigMap(name, {}, {ownerReferences}))).body;
  };
  const changes = async (count: number) => {
    const watch = await openWatch(t, `${cluster.url}${configMapsPath}?watch=1&resourceVersion=${from}`);
    return (await watch.take(count)).map(({type, object}) => `${type} ${object.metadata?.name}`);
  };
  let from = '1';
  /** Only what happens from now on is of interest. */
  const begin = (): void => {
    from = cluster.store.resourceVersion;
  };
  return {...client, create, changes, begin};
}

test('what its owner is gone of is deleted, and what that owned', async t => {
  const {call, create, changes, begin} = await startFamily(t);
  const owner = await create('owner');
  const child = await create('child', [owner]);
  await create('grandchild', [child]);
  await create('stranger');
  begin();
  await call('DELETE', `${configMapsPath}/owner`);
  t.deepEqual(await changes(3), ['DELETED owner', 'DELETED child', 'DELETED grandchild']);
  t.is((await call('GET', `${configMapsPath}/stranger`)).status, 200);
});

test('an owner that never was, or was made anew, is gone', async t => {
  const {call, create, changes, begin} = await startFamily(t);
  const owner = await create('owner');
  await call('DELETE', `${configMapsPath}/owner`);
  await create('owner');
  begin();
  await create('child', [owner]);
  t.deepEqual(await changes(2), ['ADDED child', 'DELETED child']);
});

test('what has another owner stays, without the reference to the dead one', async t => {
  const {call, create, changes, begin, cluster} = await startFamily(t);
  const [first, second] = [await create('first'), await create('second')];
  await create('child', [first, second]);
  begin();
  await call('DELETE', `${configMapsPath}/first`);
  t.deepEqual(await changes(2), ['DELETED first', 'MODIFIED child']);
  const owners = cluster.store.get<StoredConfigMap>('ConfigMap', 'default', 'child')?.metadata.ownerReferences;
  t.deepEqual(
    owners?.map(({name}) => name),
    ['second'],
  );
});

test('an owner of a kind that is not served here counts as alive', async t => {
  const {call, create, changes, begin} = await startFamily(t);
  const ownerReferences = [{apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'x'}];
  begin();
  await call('POST', configMapsPath, buildConfigMap('child', {}, {ownerReferences}));
  const other = await create('other');
  await create('late', [{...other, metadata: {...other.metadata, uid: 'nobody'}}]);
  t.deepEqual(await changes(4), ['ADDED child', 'ADDED other', 'ADDED late', 'DELETED late']);
});

test('Orphan leaves the dependants, without owner', async t => {
  const {call, create, changes, begin, cluster} = await startFamily(t);
  await create('child', [await create('owner')]);
  begin();
  await call('DELETE', `${configMapsPath}/owner?propagationPolicy=Orphan`);
  t.deepEqual(await changes(3), ['MODIFIED owner', 'MODIFIED child', 'DELETED owner']);
  t.is(cluster.store.get('ConfigMap', 'default', 'child')?.metadata.ownerReferences, undefined);
});

test('Foreground deletes those first that block their owner', async t => {
  const {call, create, changes, begin} = await startFamily(t);
  await create('child', [await create('owner')], {blockOwnerDeletion: true});
  begin();
  await call('DELETE', `${configMapsPath}/owner?propagationPolicy=Foreground`);
  t.deepEqual(await changes(3), ['MODIFIED owner', 'DELETED child', 'DELETED owner']);
});

test('Foreground waits for what does not go at once', async t => {
  const {call, create, changes, begin} = await startFamily(t);
  await create('child', [await create('owner')], {blockOwnerDeletion: true});
  const finalize = (finalizers: readonly string[] | null) =>
    call('PATCH', `${configMapsPath}/child`, {metadata: {finalizers}}, mergePatch);
  await finalize(['x.test/f']);
  begin();
  await call('DELETE', `${configMapsPath}/owner?propagationPolicy=Foreground`);
  t.deepEqual(await changes(2), ['MODIFIED owner', 'MODIFIED child']);
  await finalize(null);
  t.deepEqual(await changes(4), ['MODIFIED owner', 'MODIFIED child', 'DELETED child', 'DELETED owner']);
});
