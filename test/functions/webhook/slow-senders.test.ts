import {once} from 'node:events';
import {connect} from 'node:net';
import {text} from 'node:stream/consumers';
import test from 'ava';
import {eventually} from './deadline.ts';
import {startWebhook} from './listening.ts';
import {buildEvent, send} from './requests.ts';

/** Sends bytes as they are and reads until the server closes. */
async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return await text(socket);
}

const head = [
  'POST / HTTP/1.1',
  'host: a',
  ...Object.entries(buildEvent().headers).map(([name, value]) => `${name}: ${value}`),
];

test('a body that does not come to its end is answered 408 at the deadline, and the connection closed', async t => {
  const {port, rung, entries} = await startWebhook(t, {limits: {bodyDeadline: 50}});
  for (const start of ['content-length: 2\r\n\r\n{', 'transfer-encoding: chunked\r\n\r\n1\r\n{\r\n']) {
    const answer = await exchange(port, [...head, start].join('\r\n'));
    t.regex(answer, /^HTTP\/1\.1 408 /);
    t.regex(answer, /\r\nconnection: close\r\n/);
    t.true(answer.endsWith('\r\n\r\nthe body was not complete after 0.05 s\n'), answer);
  }
  t.deepEqual(rung, []);
  t.deepEqual(
    entries.map(({outcome, status}) => ({outcome, status})),
    [
      {outcome: 'refused', status: 408},
      {outcome: 'refused', status: 408},
    ],
  );
});

test('a sender that goes away in the midst of its body rings nothing, and the next one is served', async t => {
  const {port, rung, entries} = await startWebhook(t);
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write([...head, 'content-length: 2\r\n\r\n{'].join('\r\n'));
  // Connections are served in order of arrival: after this answer the first one's bytes have been read.
  t.is((await send(port, buildEvent())).status, 204);
  socket.destroy();
  const refused = () => entries.filter(({outcome}) => outcome !== 'done').map(({reason}) => reason);
  await eventually(
    () => (refused().length > 0 ? true : undefined),
    () => JSON.stringify(entries),
  );
  t.deepEqual(refused(), ['the connection closed before the body was complete']);
  t.is((await send(port, buildEvent())).status, 204);
  t.is(rung.length, 2);
});

test('a sender that claims a large body is refused before it sends one', async t => {
  const {port} = await startWebhook(t, {limits: {bodyDeadline: 60_000}});
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write([...head, 'content-length: 1000000000\r\n\r\n'].join('\r\n'));
  const [answer] = await once(socket, 'data');
  t.regex(answer.toString(), /^HTTP\/1\.1 413 /);
  // And does not keep the connection by sending nothing.
  await once(socket, 'close');
});
