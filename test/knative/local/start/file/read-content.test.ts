import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {symlink, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {type FileContent, readContent} from '@image-puller/knative/local/start';
import test from 'ava';
import {type Need, testWith} from '../../../../support/needs.ts';
import {makeDirectory} from '../command.ts';

const most = 4 * 1024 * 1024;

const unreadable = (because: string): FileContent => ({is: 'unreadable', because});

test('what is no file is unreadable, and nothing waits for a writer or reads without end', async t => {
  const directory = await makeDirectory(t);
  const fifo = join(directory, 'fifo');
  await promisify(execFile)('mkfifo', [fifo]);
  const socket = join(directory, 'socket');
  const server = createServer();
  await once(server.listen(socket), 'listening');
  t.teardown(() => server.close());
  t.deepEqual(
    await Promise.all(['/dev/zero', directory, fifo, socket].map(readContent)),
    [
      'it is a device: only a file is read',
      'it is a directory: only a file is read',
      'it is a FIFO: only a file is read',
      'it is a socket or a device: only a file is read',
    ].map(unreadable),
  );
});

test('a file of 4 MiB is read whole, and a byte more is too large', async t => {
  const path = join(await makeDirectory(t), 'large');
  await writeFile(path, 'x'.repeat(most));
  t.deepEqual(await readContent(path), {is: 'text', text: 'x'.repeat(most)});
  await writeFile(path, 'x'.repeat(most + 1));
  t.deepEqual(await readContent(path), unreadable('it is larger than 4 MiB'));
});

const proc: Need<true> =
  process.platform === 'linux' ? {found: true} : {missing: 'files that do not say their size are in /proc of Linux'};

testWith(proc, 'a file that does not say its size is read to its end', async t => {
  const content = await readContent('/proc/self/status');
  t.regex(content.is === 'text' ? content.text : '', /^Name:\t.*\nvoluntary_ctxt_switches:\t/s);
});

test('nothing, and a link to nothing, are absent; a link in a circle is unreadable', async t => {
  const directory = await makeDirectory(t);
  await symlink('nothing', join(directory, 'link'));
  await symlink('circle', join(directory, 'circle'));
  t.deepEqual(await readContent(join(directory, 'nothing')), {is: 'absent'});
  t.deepEqual(await readContent(join(directory, 'link')), {is: 'absent'});
  t.like(await readContent(join(directory, 'circle')), {is: 'unreadable'});
});
