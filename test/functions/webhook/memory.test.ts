import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import {connect} from 'node:net';
import {type Need, testWith} from '../../support/needs.ts';
import {startEmptyApi} from './api-server.ts';
import {sourceEntry, startProcess} from './processes.ts';
import {buildEvent, send} from './requests.ts';

/** Resident memory of a process and the most it ever was, in MiB. */
function readMemory(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
  return {now: read('VmRSS'), most: read('VmHWM')};
}

/** One chunk of a body in chunks: 1 MiB. */
const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(1024 * 1024, 'x'), Buffer.from('\r\n')]);

/** Pushes 200 MB at a server, whatever it answers, until it closes; says what it answered and how much it took. */
async function push(port: number): Promise<{readonly answer: string; readonly megabytes: number}> {
  const socket = connect(port, '127.0.0.1');
  const closed = new AbortController();
  let answer = '';
  socket
    .setEncoding('utf8')
    .on('data', text => {
      answer += text;
    })
    .on('error', () => undefined)
    .on('close', () => closed.abort());
  await once(socket, 'connect');
  const headers = Object.entries(buildEvent().headers).map(([name, value]) => `${name}: ${value}`);
  socket.write(['POST / HTTP/1.1', 'host: a', ...headers, 'transfer-encoding: chunked', '', ''].join('\r\n'));
  let megabytes = 0;
  while (megabytes < 200 && !closed.signal.aborted) {
    megabytes++;
    if (!socket.write(chunk)) await once(socket, 'drain', {signal: closed.signal}).catch(() => undefined);
  }
  socket.end('0\r\n\r\n');
  if (!closed.signal.aborted) await once(socket, 'close');
  return {answer, megabytes};
}

const proc: Need<string> = existsSync('/proc/self/status')
  ? {found: '/proc'}
  : {missing: 'memory is read from /proc, which Linux has'};

testWith(proc, '200 MB in chunks, four times at once, are answered 413 and not kept in memory', async t => {
  const api = await startEmptyApi(t);
  const server = startProcess(t, sourceEntry, {FUNCTION_TARGET: 'apply', KUBECONFIG: api.kubeconfig});
  const port = await server.port();
  // So that what is loaded late is loaded already.
  t.is((await send(port, buildEvent({headers: {'ce-namespace': 'rec'}}))).status, 204);
  const before = readMemory(server.pid);
  const sent = await Promise.all([1, 2, 3, 4].map(() => push(port)));
  const after = readMemory(server.pid);
  for (const {answer} of sent)
    t.regex(answer, /^HTTP\/1\.1 413 .*\r\n\r\nthe body is larger than 65536 bytes[^\n]*\n$/s);
  const pushed = sent.map(({megabytes}) => megabytes);
  t.log(`${pushed.join(', ')} MB taken: at most ${after.most} MiB, ${before.now} MiB before`);
  // What has been dropped stays in buffers until V8 collects them; kept bodies would take as much as was pushed.
  t.true(after.most - before.now < 128, `${before.now} MiB became ${after.most} MiB`);
});
