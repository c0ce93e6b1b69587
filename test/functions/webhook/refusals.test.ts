import test from 'ava';
import {startWebhook} from './listening.ts';
import {badRequests, secret} from './refusals.ts';
import {buildEvent, buildStructured, send} from './requests.ts';

for (const [name, {request, status, line}] of Object.entries(badRequests)) {
  test(`${name}: ${status} in one line, which holds nothing of the body, and neither does the log`, async t => {
    const {port, rung, entries} = await startWebhook(t);
    const reply = await send(port, request);
    t.deepEqual(
      {status: reply.status, type: reply.headers['content-type'], allow: reply.headers.allow, body: reply.body},
      {
        status,
        type: 'text/plain; charset=utf-8',
        allow: status === 405 ? 'POST' : undefined,
        body: `${line}\n`,
      },
    );
    t.deepEqual(rung, []);
    t.deepEqual(entries, [
      {severity: 'WARNING', function: 'apply', outcome: 'refused', status, reason: line, durationMs: 5},
    ]);
    t.false(JSON.stringify([reply, entries]).includes(secret));
  });
}

test('a body of exactly 64 KiB is taken, in chunks or not', async t => {
  const {port} = await startWebhook(t);
  const body = JSON.stringify({a: 'x'.repeat(64 * 1024 - 8)});
  t.is(body.length, 64 * 1024);
  t.is((await send(port, buildEvent({body}))).status, 204);
  t.is((await send(port, buildEvent({body, headers: {'transfer-encoding': 'chunked'}}))).status, 204);
});

test('structured mode rings the same bell as binary mode, with any spelling of UTF-8', async t => {
  const {port, rung} = await startWebhook(t);
  const {body} = buildStructured();
  for (const charset of ['', '; charset=utf-8', ';charset=UTF-8', '; charset="utf-8"']) {
    const headers = {'content-type': `application/cloudevents+json${charset}`};
    t.is((await send(port, {headers, body})).status, 204, charset);
  }
  t.is((await send(port, buildEvent({headers: {'content-type': 'Application/JSON;charset=UTF-8'}}))).status, 204);
  const bell = {
    id: 'an-id',
    type: 'dev.knative.apiserver.ref.update',
    object: {kind: 'ConfigMap', namespace: 'images', name: 'k8s-image-puller'},
  } as const;
  t.deepEqual(rung, [bell, bell, bell, bell, bell]);
});

test('a connection that was refused a body can be followed by another one at once', async t => {
  const {port} = await startWebhook(t);
  const replies = await Promise.all(
    Array.from({length: 20}, (_, index) =>
      send(port, buildEvent(index % 2 === 0 ? {body: Buffer.alloc(1024 * 1024)} : {})),
    ),
  );
  t.deepEqual(
    replies.map(({status}) => status),
    Array.from({length: 20}, (_, index) => (index % 2 === 0 ? 413 : 204)),
  );
});
