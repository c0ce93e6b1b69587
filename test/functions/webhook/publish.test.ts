import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import {pipeline, Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {createSender, parseOverrides, type SenderOptions} from '@image-puller/functions/publish';
import type {Announcement} from '@image-puller/shared/events';
import test, {type ExecutionContext} from 'ava';
import fc from 'fast-check';
import {startWebhook} from './listening.ts';

const announcement = {
  type: 'kubernetes-image-puller.daemonset.drifted',
  puller: {namespace: 'images', name: 'k8s-image-puller'},
  data: {daemonSet: 'kubernetes-image-puller'},
} as const;

/** A sink that answers as told, and what was sent to it. */
async function startSink(t: ExecutionContext, answer: (response: ServerResponse) => void) {
  const received: {method: string; url: string; headers: IncomingHttpHeaders; body: string}[] = [];
  const server = createServer(async (request, response) => {
    const {method = '', url = '', headers} = request;
    received.push({method, url, headers, body: await text(request)});
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {url: new URL(`http://127.0.0.1:${address.port}/images/default`), received};
}

const senderTo = (sink: URL, options: Partial<SenderOptions> = {}) => {
  const send = createSender({
    source: '/kubernetes-image-puller/check',
    newId: () => 'an-id',
    now: () => new Date('2026-11-22T12:00:00Z'),
    ...options,
  });
  return (told: Announcement) => send(told)(sink);
};

test('an announcement is one POST of a CloudEvent in binary mode, with the object in the extensions', async t => {
  const sink = await startSink(t, response => response.writeHead(202).end());
  await senderTo(sink.url, {overrides: {team: 'blüe "a" 100%'}})(announcement);
  const [{headers, ...request} = {headers: {}}, ...others] = sink.received;
  t.deepEqual(request, {method: 'POST', url: '/images/default', body: '{"daemonSet":"kubernetes-image-puller"}'});
  t.deepEqual(others, []);
  t.deepEqual(Object.fromEntries(Object.entries(headers).filter(([name]) => /^(ce-|content-type)/.test(name))), {
    'content-type': 'application/json',
    'ce-id': 'an-id',
    'ce-source': '/kubernetes-image-puller/check',
    'ce-specversion': '1.0',
    'ce-type': 'kubernetes-image-puller.daemonset.drifted',
    'ce-subject': '/apis/v1/namespaces/images/configmaps/k8s-image-puller',
    'ce-time': '2026-11-22T12:00:00.000Z',
    'ce-kind': 'ConfigMap',
    'ce-namespace': 'images',
    'ce-name': 'k8s-image-puller',
    'ce-team': 'bl%C3%BCe%20%22a%22%20100%25',
  });
});

test('what is published rings the step it is for, with the puller as its object, with data or without', async t => {
  const {port, rung} = await startWebhook(t, {step: 'apply'});
  const publish = senderTo(new URL(`http://127.0.0.1:${port}/`));
  await publish(announcement);
  const {data, ...bare} = announcement;
  await publish(bare);
  const bell = {
    id: 'an-id',
    type: 'kubernetes-image-puller.daemonset.drifted',
    object: {kind: 'ConfigMap', namespace: 'images', name: 'k8s-image-puller'},
  } as const;
  t.deepEqual(rung, [bell, bell]);
});

test('every event has an id and a time of its own, and keeps them however often it is sent', async t => {
  const sink = await startSink(t, response => response.writeHead(202).end());
  const send = createSender({source: '/kubernetes-image-puller/check'});
  await send(announcement)(sink.url);
  await send(announcement)(sink.url);
  const ids = sink.received.map(({headers}) => String(headers['ce-id']));
  t.is(new Set(ids).size, 2);
  const sendAgain = send(announcement);
  await sendAgain(sink.url);
  await sendAgain(sink.url);
  const [first, second] = sink.received.slice(-2).map(({headers}) => [headers['ce-id'], headers['ce-time']]);
  t.deepEqual(second, first);
  for (const id of ids) t.regex(id, /^[0-9a-f-]{36}$/);
  for (const {headers} of sink.received) t.false(Number.isNaN(Date.parse(String(headers['ce-time']))));
});

function* flood() {
  for (;;) yield 'x'.repeat(10_000);
}

const refusals: readonly {
  readonly title: string;
  readonly answer: (response: ServerResponse) => void;
  readonly reason: RegExp;
}[] = [
  {title: 'a 503', answer: response => response.writeHead(503).end('no\nroom'), reason: /: 503 no room$/},
  {title: 'a 404', answer: response => response.writeHead(404).end(), reason: /: 404$/},
  {
    title: 'a redirect',
    answer: response => response.writeHead(307, {location: 'http://127.0.0.1:9/'}).end(),
    reason: /: 307$/,
  },
  {
    title: 'an answer without end, of which a part is read,',
    answer: response => void pipeline(Readable.from(flood()), response.writeHead(500), () => undefined),
    reason: /: 500 x{199}…$/,
  },
  {title: 'a connection that breaks', answer: response => response.destroy(), reason: /: other side closed$/},
  {title: 'no answer within the deadline', answer: () => undefined, reason: /: no answer within 2 s$/},
];

for (const {title, answer, reason} of refusals) {
  test(`${title} from the sink is an error that names the sink and the reason`, async t => {
    const sink = await startSink(t, answer);
    const error = await t.throwsAsync(senderTo(sink.url, {deadline: 2000})(announcement), {
      name: 'NotTakenError',
    });
    t.true(error?.message.startsWith(`the sink ${sink.url.origin} did not take it: `));
    t.regex(error?.message ?? '', reason);
    t.is(sink.received.length, 1);
  });
}

test('a sink that does not listen is such an error too', async t => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const address = gone.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  gone.close();
  await once(gone, 'close');
  await t.throwsAsync(senderTo(new URL(`http://127.0.0.1:${port}`))(announcement), {
    name: 'NotTakenError',
    message: /: connect ECONNREFUSED /,
  });
});

test('overrides are the extensions that SinkBinding writes', t => {
  t.deepEqual(parseOverrides(undefined), {});
  t.deepEqual(parseOverrides(''), {});
  t.deepEqual(parseOverrides('{}'), {});
  t.deepEqual(parseOverrides('{"extensions":{"team":"a","zone2":"b"}}'), {team: 'a', zone2: 'b'});
});

test('overrides that are something else, or name what is ours, are an error that says what would be right', t => {
  const notOverrides = {
    message: 'K_CE_OVERRIDES is not JSON such as {"extensions":{"team":"a"}}, with strings for values',
  };
  for (const text of ['{', 'null', '{"extensions":[]}', '{"extensions":{"a":1}}']) {
    t.throws(() => parseOverrides(text), notOverrides, text);
  }
  for (const name of ['type', 'kind', 'name', 'Team', 'a-b', '']) {
    t.throws(() => parseOverrides(JSON.stringify({extensions: {[name]: 'a'}})), {
      message: /^K_CE_OVERRIDES: .* can't be an extension: use lower-case letters and digits, and none of id, /,
    });
  }
});

test('no text of K_CE_OVERRIDES makes anything but extensions of strings or an Error', t => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.record({extensions: fc.jsonValue()}).map(value => JSON.stringify(value)),
      ),
      text => {
        try {
          return Object.entries(parseOverrides(text)).every(
            ([name, value]) => /^[a-z0-9]+$/.test(name) && typeof value === 'string',
          );
        } catch (error) {
          return error instanceof Error && error.message.startsWith('K_CE_OVERRIDES');
        }
      },
    ),
  );
  t.pass();
});
