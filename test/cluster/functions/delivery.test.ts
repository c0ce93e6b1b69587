import {readFileSync} from 'node:fs';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import test from 'ava';
import {testsWith} from '../../support/needs.ts';
import {until} from '../../support/until.ts';
import {controlPlane} from '../needs.ts';
import {type Scope, startCluster} from '../start.ts';
import {installFunctions} from './install.ts';
import {viewPuller} from './puller.ts';

/** A request as Knative's adapter sent it. */
interface Recorded {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const file = new URL('../../fixtures/events/apiserversource-reference.json', import.meta.url);
const {requests}: {readonly requests: Readonly<Record<string, Recorded>>} = JSON.parse(readFileSync(file, 'utf8'));
const created = requests['configmap-created'];
if (created === undefined) throw new Error('it was recorded under another name');

testsWith(controlPlane, 'events that are not taken at once', machine => {
  test('one that comes while the API server is away is answered 503, sent again as its Trigger says, and done', async t => {
    const cluster = await startCluster(t, machine, {controllers: false});
    const letters = await startLetters(t);
    // The namespace that was recorded; without a watch nothing else rings.
    const options = {namespace: 'rec', wakeOn: 'tick', deadLetterSink: {uri: letters.url}} as const;
    const {broker} = await installFunctions(t, cluster, options);
    const puller = viewPuller(cluster.admin, 'rec');
    await puller.edit({IMAGES: 'a=registry.test/a:1'});

    const restarted = cluster.restartApiServer();
    const isAway = () =>
      cluster.admin.call('GET', '/readyz').then(
        () => false,
        () => true,
      );
    await until(isAway, () => 'the API server answers');
    await send(broker.url, created);
    const readAnswers = () =>
      broker.deliveries.filter(({trigger}) => trigger === 'image-puller-apply')[0]?.answers ?? [];
    await until(() => readAnswers().at(-1) === 204, readAnswers, 120_000);
    await restarted;
    const answers = readAnswers();
    t.log(answers);
    t.true(answers.length > 1);
    t.deepEqual(answers, [...answers.slice(1).map(() => 503), 204]);
    t.is((await puller.readDaemonSet())?.spec?.template.spec?.containers[0]?.image, 'registry.test/a:1');
    t.deepEqual(letters.received, []);
  });

  test('one that can never be taken is answered 400 once, and goes to the dead letter sink with the reason', async t => {
    const cluster = await startCluster(t, machine, {controllers: false});
    const letters = await startLetters(t);
    const options = {namespace: 'rec', wakeOn: 'tick', deadLetterSink: {uri: letters.url}} as const;
    const {broker} = await installFunctions(t, cluster, options);
    const {'ce-name': _, ...headers} = created.headers;
    await send(broker.url, {headers, body: created.body});
    await until(
      () => letters.received.length > 0,
      () => broker.deliveries,
    );
    t.deepEqual(
      broker.deliveries.map(({answers}) => answers),
      [[400]],
    );
    const [letter] = letters.received;
    t.like(letter, {'ce-id': headers['ce-id'], 'ce-type': headers['ce-type'], 'ce-knativeerrorcode': '400'});
    t.regex(String(letter?.['ce-knativeerrordata']), /\S/);
  });
});

/** Sends it as it was recorded, but for what belongs to the connection. */
async function send(url: string, {headers, body}: Recorded): Promise<void> {
  const own = Object.entries(headers).filter(([key]) => key.startsWith('ce-') || key === 'content-type');
  const {status} = await fetch(url, {method: 'POST', headers: Object.fromEntries(own), body});
  if (status !== 202) throw new Error(`the broker answered ${status}`);
}

/** A dead letter sink: the headers of what it got. */
async function startLetters(
  t: Scope,
): Promise<{readonly url: string; readonly received: readonly IncomingHttpHeaders[]}> {
  const received: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    received.push(request.headers);
    request.resume();
    response.writeHead(202).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  const {port} = server.address() as AddressInfo;
  return {url: `http://127.0.0.1:${port}/`, received};
}
