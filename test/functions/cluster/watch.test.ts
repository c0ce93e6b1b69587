import {startEmbeddedCluster} from '@image-puller/embedded-cluster';
import {type Cluster, connectCluster, type WatchEvent} from '@image-puller/functions/cluster';
import test, {type ExecutionContext} from 'ava';
import type {ConfigMap} from 'kubernetes-types/core/v1';
import {until} from '../../support/until.ts';

const path = '/api/v1/namespaces/puller/configmaps';
const labels = {'kubernetes-image-puller/config': 'true'};

/** The time of a watch: what the clock says, and what is done when it should pass. */
type Time = Pick<Parameters<Cluster['watch']>[2], 'now' | 'pause'>;

async function startWatch(t: ExecutionContext, options: {logSize?: number} = {}) {
  const embedded = await startEmbeddedCluster({namespace: 'puller', kubectl: false, ...options});
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
    watch: (time: Time = {}) =>
      cluster.watch('configMaps', onEvent, {
        signal: ending.signal,
        onFailure: ({message}) => failures.push(message),
        ...time,
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

/** How watches end, in their order: at 503, with the connection cut, or by themselves; the last two after so many milliseconds. */
const lives = [
  ...Array.from({length: 6}, () => ({status: 503, after: 0})),
  {status: 204, after: 1000},
  {status: 0, after: 1000},
  {status: 0, after: 1001},
  {status: 204, after: 0},
  {status: 503, after: 0},
  {status: 204, after: 1001},
  {status: 503, after: 0},
];

test('what fails or ends at once is tried again after 1 s, doubling to 30 s, and what had lasted anew: at once where it did not fail', async t => {
  const {watch, embedded, end, failures} = await startWatch(t);
  let clock = 0;
  const told: (number | string)[] = [];
  const left = [...lives];
  embedded.setIntercept(({verb}) => {
    if (verb !== 'watch') return undefined;
    const {status = 503, after = 0} = left.shift() ?? {};
    clock += after;
    told.push(status === 0 ? 'cut' : status);
    return status === 0 ? {hangUp: true} : {status};
  });
  await watch({
    now: () => clock,
    pause: async milliseconds => {
      told.push(`${milliseconds} ms`);
      if (left.length === 0) end();
    },
  });
  t.deepEqual(told, [
    ...[503, '1000 ms', 503, '2000 ms', 503, '4000 ms', 503, '8000 ms', 503, '16000 ms', 503, '30000 ms'],
    ...[204, '30000 ms', 'cut', '30000 ms'],
    ...['cut', '1000 ms', 204, '2000 ms', 503, '4000 ms'],
    ...[204, 503, '1000 ms'],
  ]);
  t.is(failures.length, lives.filter(({status}) => status !== 204).length);
});
