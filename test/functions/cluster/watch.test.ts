import {connectCluster, type WatchEvent} from '@image-puller/functions/cluster';
import {startEmbeddedCluster} from '@image-puller/knative/local/cluster';
import test, {type ExecutionContext} from 'ava';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';

const path = '/api/v1/namespaces/puller/configmaps';
const labels = {'kubernetes-image-puller/config': 'true'};

async function startWatch(t: ExecutionContext, options: {logSize?: number} = {}) {
  const embedded = await startEmbeddedCluster({namespace: 'puller', ...options});
  t.teardown(() => embedded.stop());
  const cluster = connectCluster(embedded.access);
  t.teardown(() => cluster.close());
  const seen: string[] = [];
  const failures: string[] = [];
  const ending = new AbortController();
  t.teardown(() => ending.abort());
  const onEvent = (event: WatchEvent<ConfigMap>) =>
    seen.push(event.type === 'SYNCED' ? event.type : `${event.type} ${event.object.metadata.name}`);
  const send = async (method: string, name: string, body?: object) => {
    const answer = await fetch(`${embedded.url}${path}${method === 'POST' ? '' : `/${name}`}`, {
      method,
      headers: {'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'},
      ...(body && {body: JSON.stringify(body)}),
    });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const create = (name: string) => send('POST', name, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, labels}});
  return {
    embedded,
    create,
    send,
    seen,
    failures,
    end: () => ending.abort(),
    watch: () =>
      cluster.watch('configMaps', onEvent, {
        signal: ending.signal,
        onFailure: ({message}) => failures.push(message),
      }),
    sees: (...expected: string[]) =>
      until(
        () => JSON.stringify(seen) === JSON.stringify(expected),
        () => ({seen, failures}),
      ),
  };
}

test('lists what is there, then tells changes; a label taken off is a deletion', async t => {
  const {create, send, watch, sees, end, failures} = await startWatch(t);
  await create('first');
  const ended = watch();
  await sees('ADDED first', 'SYNCED');
  await create('second');
  await send('PATCH', 'first', {data: {a: 'b'}});
  await send('PATCH', 'first', {metadata: {labels: null}});
  await send('DELETE', 'second');
  await sees('ADDED first', 'SYNCED', 'ADDED second', 'MODIFIED first', 'DELETED first', 'DELETED second');
  end();
  await ended;
  t.deepEqual(failures, []);
});

test('an API server that goes away is reported, and taken up where it was left', async t => {
  const {create, watch, sees, embedded, failures} = await startWatch(t);
  embedded.setIntercept(({verb}) => (verb === 'watch' ? {hangUp: true} : undefined));
  void watch();
  await until(() => failures.length > 0);
  await create('meanwhile');
  embedded.setIntercept(undefined);
  await sees('SYNCED', 'ADDED meanwhile');
  t.regex(failures[0] ?? '', /^GET namespaces\/puller\/configmaps at http:/);
});

test('a version that has expired begins again with a list', async t => {
  const {create, watch, sees, embedded} = await startWatch(t, {logSize: 3});
  let watches = 0;
  embedded.setIntercept(({verb}) => (verb === 'watch' && watches++ === 0 ? {status: 503} : undefined));
  void watch();
  await until(() => watches === 1);
  for (const name of ['a', 'b', 'c', 'd', 'e']) await create(name);
  await sees('SYNCED', 'ADDED a', 'ADDED b', 'ADDED c', 'ADDED d', 'ADDED e', 'SYNCED');
  t.pass();
});
