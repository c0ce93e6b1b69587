import {appendFile, readFile, rename, rm, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type FileContent, readContent, watchFile} from '@image-puller/knative/local/start';
import test, {type ExecutionContext} from 'ava';
import {makeDirectory, until} from '../command.ts';

async function start(t: ExecutionContext) {
  const path = join(await makeDirectory(t), 'file.yaml');
  await writeFile(path, 'first');
  const seen: FileContent[] = [];
  const watch = watchFile(path, await readContent(path), async content => void seen.push(content));
  t.teardown(() => watch.stop());
  const next = (length: number) =>
    until(
      () => (seen.length >= length ? seen : undefined),
      () => JSON.stringify(seen),
    );
  return {path, seen, watch, next};
}

/** Lets a watch look twice: another one, which takes what is there for new, has just done so. */
async function twoLooks(path: string): Promise<void> {
  for (let look = 0; look < 2; look++) {
    const told = Promise.withResolvers<void>();
    const witness = watchFile(path, text(`before look ${look}`), async () => told.resolve());
    await told.promise;
    await witness.stop();
  }
}

const text = (content: string): FileContent => ({is: 'text', text: content});

test('every new content is told once: in place, by rename, gone and back, unreadable', async t => {
  const {path, seen, next} = await start(t);
  await writeFile(path, 'second');
  await next(1);
  await writeFile(`${path}.new`, 'third');
  await rename(`${path}.new`, path);
  await next(2);
  await rm(path);
  await next(3);
  await writeFile(path, 'third');
  await next(4);
  t.deepEqual(seen, [text('second'), text('third'), {is: 'absent'}, text('third')]);
});

test('a touch, and the same content by another file, are not told', async t => {
  const {path, seen, next} = await start(t);
  await utimes(path, new Date(0), new Date(0));
  await writeFile(`${path}.new`, 'first');
  await rename(`${path}.new`, path);
  await twoLooks(path);
  t.deepEqual(seen, []);
  await writeFile(path, 'second');
  await next(1);
  await twoLooks(path);
  t.deepEqual(seen, [text('second')]);
});

test('a save in several pieces is told as a whole', async t => {
  const {path, seen, next} = await start(t);
  const pieces = Array.from({length: 60}, (_, index) => `${index}\n`);
  // A machine that is busy with other tests may stop between two pieces for so long that the save looks complete.
  for (let save = 1, longest = Number.POSITIVE_INFINITY; longest > 100 && save <= 5; save++) {
    seen.length = 0;
    longest = 0;
    await writeFile(path, `save ${save}\n`);
    for (const piece of pieces) {
      const before = performance.now();
      await new Promise(resolve => setTimeout(resolve, 5));
      await appendFile(path, piece);
      longest = Math.max(longest, performance.now() - before);
    }
    await next(1);
  }
  t.deepEqual(seen, [text(await readFile(path, 'utf8'))]);
});

test('after stop nothing is told', async t => {
  const {path, seen, watch} = await start(t);
  await watch.stop();
  await writeFile(path, 'second');
  await twoLooks(path);
  t.deepEqual(seen, []);
});

test('a directory and a huge file are unreadable, with the reason', async t => {
  const directory = await makeDirectory(t);
  t.deepEqual(await readContent(directory), {is: 'unreadable', because: 'it is a directory'});
  await writeFile(join(directory, 'huge'), 'x'.repeat(4 * 1024 * 1024 + 1));
  t.deepEqual(await readContent(join(directory, 'huge')), {is: 'unreadable', because: 'it is larger than 4 MiB'});
});
