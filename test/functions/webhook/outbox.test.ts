import type {Cluster} from '@image-puller/functions/cluster';
import {
  brokerSink,
  createOutbox,
  NotTakenError,
  namedSink,
  type Send,
  type Sink,
} from '@image-puller/functions/publish';
import type {Announcement} from '@image-puller/shared/events';
import test from 'ava';
import {until} from '../../support/until.ts';

const announcement: Announcement = {
  type: 'kubernetes-image-puller.phase.open',
  puller: {namespace: 'images', name: 'k8s-image-puller'},
};
const url = new URL('http://broker.test/images/image-puller');
const moved = new URL('http://broker.test/elsewhere');

/** An outbox whose sink answers as told, one answer for each try; what it sent where, and what it gave up. */
function startOutbox(answers: readonly (undefined | NotTakenError | Promise<void>)[], sink: Sink = namedSink(url)) {
  const sent: string[] = [];
  const failures: string[] = [];
  const left = [...answers];
  const send: Send = () => async to => {
    sent.push(to.pathname);
    const answer = left.shift();
    if (answer instanceof Error) throw answer;
    await answer;
  };
  const outbox = createOutbox({
    sink,
    send,
    onFailure: async (_announcement, {reason, isLate}) => void failures.push(isLate ? `late: ${reason}` : reason),
    pause: 1,
  });
  return {outbox, sent, failures};
}

const refused = new NotTakenError('connection refused', 0);
const status = (code: number) => new NotTakenError(`answered ${code}`, code);

/** A Broker whose address is each time the next one; undefined is no Broker. */
function broker(addresses: readonly (string | undefined)[]) {
  const left = [...addresses];
  let reads = 0;
  const cluster: Pick<Cluster, 'namespace' | 'readBroker'> = {
    namespace: 'images',
    readBroker: async name => {
      reads++;
      const address = left.length > 1 ? left.shift() : left[0];
      if (address === undefined) return undefined;
      return {metadata: {name, uid: 'u', resourceVersion: '1'}, status: {address: {url: address}}};
    },
  };
  return {sink: brokerSink(cluster), reads: () => reads};
}

test('who publishes does not wait for the sink, however long it takes, and the outbox ends when it has answered', async t => {
  const gate = Promise.withResolvers<void>();
  const {outbox, sent, failures} = startOutbox([gate.promise]);
  t.is(outbox.publish(announcement), undefined);
  await until(() => sent.length === 1);
  const order: string[] = [];
  const ended = outbox.stop().then(() => order.push('ended'));
  await new Promise(resolve => setImmediate(resolve));
  order.push('answered');
  gate.resolve();
  await ended;
  t.deepEqual(order, ['answered', 'ended']);
  t.deepEqual([sent, failures], [[url.pathname], []]);
});

test('the Broker is asked once where to, and again when nobody is there or it is not known there', async t => {
  for (const failure of [refused, status(404)]) {
    const {sink, reads} = broker([url.href, moved.href]);
    const {outbox, sent, failures} = startOutbox([undefined, undefined, failure, undefined], sink);
    for (let index = 0; index < 3; index++) {
      outbox.publish(announcement);
      await until(() => sent.length > index);
    }
    await until(() => sent.length === 4);
    await outbox.stop();
    t.deepEqual(sent, [url.pathname, url.pathname, url.pathname, moved.pathname]);
    t.is(reads(), 2);
    t.deepEqual(failures, []);
  }
});

test('a Broker that is not there yet, or has no address yet, is waited for', async t => {
  const {sink} = broker([undefined, '', url.href]);
  const {outbox, sent, failures} = startOutbox([], sink);
  outbox.publish(announcement);
  await until(() => sent.length === 1);
  await outbox.stop();
  t.deepEqual(failures, []);
});

test('no Broker, one without an address and one with an address of another kind are told with what helps', async t => {
  const absent = 'Broker image-puller of namespace images is not there: apply the manifests again';
  const nowhere =
    'Broker image-puller of namespace images has no address: kubectl describe broker image-puller -n images says why';
  for (const [address, reason] of [
    [undefined, absent],
    ['', nowhere],
    ['kafka://broker', nowhere],
    ['javascript:alert(1)', nowhere],
    ['http://user:password@broker.test/', nowhere],
  ] as const) {
    const {sink} = broker([address]);
    const {outbox, sent, failures} = startOutbox([], sink);
    outbox.publish(announcement);
    await until(() => failures.length === 1);
    t.deepEqual(failures, [reason]);
    t.deepEqual(sent, []);
  }
});

test('a status is asked for again twice; what may have arrived is not sent again', async t => {
  const failing = startOutbox([status(500), status(503), status(500), undefined]);
  failing.outbox.publish(announcement);
  await until(() => failing.failures.length === 1);
  t.deepEqual([failing.sent.length, failing.failures], [3, ['answered 500']]);

  const late = startOutbox([new NotTakenError('no answer within 150 s', 'late'), undefined]);
  late.outbox.publish(announcement);
  await until(() => late.failures.length === 1);
  t.deepEqual([late.sent.length, late.failures], [1, ['late: no answer within 150 s']]);
});

test('nobody there is tried six times in all, and then given up', async t => {
  const {outbox, sent, failures} = startOutbox(Array.from({length: 9}, () => refused));
  outbox.publish(announcement);
  await until(() => failures.length === 1);
  t.deepEqual([sent.length, failures], [6, ['connection refused']]);
});

test('one that hangs and one that fails hold up no other', async t => {
  const {outbox, sent, failures} = startOutbox([new Promise(() => undefined), status(500), undefined, undefined]);
  for (const name of ['hangs', 'fails', 'arrives'])
    outbox.publish({...announcement, puller: {namespace: 'images', name}});
  await until(() => sent.length === 4);
  t.deepEqual(failures, []);
});

test('a doorbell that waits stands for others like it; what has data, or is on its way, stands for itself alone', async t => {
  const {sink} = broker([undefined, url.href]);
  const {outbox, sent} = startOutbox([], sink);
  for (let index = 0; index < 5; index++) outbox.publish(announcement);
  for (let index = 0; index < 3; index++) outbox.publish({...announcement, data: {index}});
  await until(() => sent.length === 4);
  await outbox.stop();
  t.is(sent.length, 4);

  const gate = Promise.withResolvers<void>();
  const busy = startOutbox([gate.promise, undefined]);
  busy.outbox.publish(announcement);
  await until(() => busy.sent.length === 1);
  busy.outbox.publish(announcement);
  await until(() => busy.sent.length === 2);
  gate.resolve();
  await busy.outbox.stop();
  t.deepEqual(busy.failures, []);
});

test('told to end, it tries nothing again, and says what is lost', async t => {
  let tried = 0;
  const failures: string[] = [];
  const outbox = createOutbox({
    sink: namedSink(url),
    send: () => async () => {
      tried++;
      throw refused;
    },
    onFailure: async (_announcement, {reason}) => void failures.push(reason),
    pause: 60_000,
  });
  outbox.publish(announcement);
  await until(() => tried === 1);
  await outbox.stop();
  t.is(tried, 1);
  t.deepEqual(failures, ['connection refused, and then the function ended']);
});

test('more than a thousand at once are given up, not kept', async t => {
  const gate = Promise.withResolvers<void>();
  const {outbox, sent, failures} = startOutbox(Array.from({length: 1001}, () => gate.promise));
  for (let index = 0; index < 1001; index++) outbox.publish({...announcement, data: {index}});
  await until(() => sent.length === 1000 && failures.length === 1);
  t.deepEqual(failures, ['1000 others wait to be sent']);
  gate.resolve();
  await outbox.stop();
});
