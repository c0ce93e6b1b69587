import {type StoredDaemonSet, type StoredEvent, startEmbeddedCluster} from '@image-puller/embedded-cluster';
import type {StepName} from '@image-puller/shared/events';
import test, {type ExecutionContext} from 'ava';
import {until} from '../../support/until.ts';
import {sourceEntry, startProcess} from './processes.ts';
import {readRecorded, send} from './requests.ts';

const namespace = 'rec';
/** A process starts, on a machine that may be busy, in milliseconds. */
const patience = 50_000;

const labels = {'kubernetes-image-puller/config': 'true'};

/** A cluster with two pullers that were there before anything rang, and a function as a process. */
async function start(t: ExecutionContext, step: StepName) {
  const embedded = await startEmbeddedCluster({namespace, kubectl: false});
  t.teardown(() => embedded.stop());
  for (const name of ['first', 'second']) {
    const answer = await fetch(`${embedded.url}/api/v1/namespaces/${namespace}/configmaps`, {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {name, labels},
        data: {IMAGES: 'a=registry.test/a:1', DAEMONSET_NAME: name},
      }),
    });
    t.true(answer.ok);
  }
  const running = startProcess(t, sourceEntry, {FUNCTION_TARGET: step, KUBECONFIG: embedded.kubeconfig});
  return {
    embedded,
    running,
    state: () => running.log(),
    daemonSet: (name: string) => embedded.store.get<StoredDaemonSet>('DaemonSet', namespace, name),
    brokerReads: () => embedded.requests.all().filter(({url}) => url.endsWith('/brokers/image-puller')).length,
  };
}

test('apply that nobody woke makes what every ConfigMap says: it was installed after them', async t => {
  const {daemonSet, state} = await start(t, 'apply');
  await until(() => ['first', 'second'].every(name => daemonSet(name) !== undefined), state, patience);
  await until(
    () => state().some(({event}) => JSON.stringify(event) === '{"id":"start","type":"start"}'),
    state,
    patience,
  );
  t.like(state().at(-1), {outcome: 'done'});
});

test('check that nobody woke looks at every puller', async t => {
  const {state} = await start(t, 'check');
  await until(() => state().some(({decision}) => decision === 'first: absent, second: absent'), state, patience);
  t.pass();
});

test('a function that an event woke does what it rings for, and nothing else', async t => {
  const {running, state, brokerReads, daemonSet} = await start(t, 'apply');
  const port = await running.port();
  const elsewhere = readRecorded('apiserversource-reference')['configmap-created'];
  const begun = Date.now();
  // By itself it would look after a second.
  await until(
    async () => {
      t.is((await send(port, elsewhere ?? {})).status, 204);
      return Date.now() - begun > 2500;
    },
    state,
    patience,
  );
  running.kill('SIGTERM');
  t.is((await running.ended).status, 0);
  t.deepEqual(
    state()
      .flatMap(({event}) => (event === undefined ? [] : [JSON.stringify(event)]))
      .filter(event => event.includes('"start"')),
    [],
  );
  t.deepEqual([daemonSet('first'), daemonSet('second'), brokerReads()], [undefined, undefined, 0]);
});

test('without a Broker the work is done, and log and Event say that nobody was told, and what helps', async t => {
  const {running, state, daemonSet, embedded, brokerReads} = await start(t, 'apply');
  await until(() => daemonSet('first') !== undefined && brokerReads() >= 2, state, patience);
  running.kill('SIGTERM');
  t.is((await running.ended).status, 0);
  const reason = `Broker image-puller of namespace ${namespace} is not there: apply the manifests again`;
  t.true(
    state().some(({severity, message}) => severity === 'WARNING' && String(message).includes(reason)),
    JSON.stringify(state()),
  );
  const told = embedded.store.list<StoredEvent>('Event', namespace).filter(event => event.reason === 'NotPublished');
  t.deepEqual(
    told.map(({type, message, involvedObject}) => [type, involvedObject.name, message?.includes(reason)]).toSorted(),
    [
      ['Warning', 'first', true],
      ['Warning', 'second', true],
    ],
  );
  t.true(embedded.store.list<StoredEvent>('Event', namespace).some(event => event.reason === 'Applied'));
});
